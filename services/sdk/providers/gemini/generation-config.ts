/** A chat request's parameters as Gemini's `generationConfig`. */
import { asObject, asString, isObject, objectsOf } from '../json.ts'
import { RequestFault, type Json, type JsonObject } from '../translator.ts'
import { highestResolution, hintsOf } from './media.ts'
import { isGemini3, takesJsonSchema } from './models.ts'
import { vertexSchema, without, withOrdering } from './schema.ts'
import { thinkingConfig } from './thinking.ts'

const renamed: Readonly<Record<string, string>> = {
  temperature: 'temperature',
  top_p: 'top_p',
  n: 'candidate_count',
  max_tokens: 'max_output_tokens',
  max_completion_tokens: 'max_output_tokens',
  presence_penalty: 'presence_penalty',
  frequency_penalty: 'frequency_penalty',
  seed: 'seed',
  logprobs: 'responseLogprobs',
  top_logprobs: 'logprobs',
}

/** Keys of Gemini's own that a client may send; each goes by its name in either spelling. */
const own = (
  'temperature top_p top_k candidate_count max_output_tokens stop_sequences presence_penalty frequency_penalty ' +
  'response_mime_type response_schema response_json_schema responseFormat seed responseLogprobs logprobs ' +
  'responseModalities imageConfig thinkingConfig mediaResolution speechConfig'
).split(' ')

const ownNames = new Set(own.map(spelling))

/** The configuration of an answer; `extra` are the client's parameters that OpenAI does not have. */
export function generationConfig(
  params: JsonObject,
  extra: JsonObject,
  messages: readonly JsonObject[],
  model: string,
): JsonObject {
  const config: JsonObject = {}
  for (const [key, value] of Object.entries(params)) {
    const name = renamed[key]
    const dropped = key.endsWith('_penalty') && (isGemini3(model) || model === 'gemini-2.5-pro-preview-06-05')
    if (name && !dropped) config[name] = value
  }
  const stop = params['stop']
  if (typeof stop === 'string' || Array.isArray(stop))
    config['stop_sequences'] = typeof stop === 'string' ? [stop] : stop
  Object.assign(config, responseFormat(params['response_format'], model), modalities(params))
  const thinking = thinkingConfig(params, model)
  if (thinking) config['thinkingConfig'] = thinking
  for (const [key, value] of Object.entries(extra)) if (ownNames.has(spelling(key))) config[key] = value
  if (isGemini3(model)) config['temperature'] ??= 1
  const resolution = model.includes('gemini-2') ? highestResolution(detailsIn(messages)) : undefined
  if (resolution) config['mediaResolution'] = resolution
  return config
}

function spelling(key: string): string {
  return key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function responseFormat(format: Json | undefined, model: string): JsonObject {
  if (!isObject(format)) return {}
  const schema = 'response_schema' in format ? format['response_schema'] : schemaIn(format)
  const type = schema === undefined ? plainType(format['type']) : 'application/json'
  const mime = type === undefined ? {} : { response_mime_type: type }
  if (!isObject(schema) || Object.keys(schema).length === 0) return mime
  const bare = asObject(without(schema, key => key === 'strict')) ?? {}
  if (takesJsonSchema(model)) return { ...mime, response_json_schema: bare }
  return { ...mime, response_schema: withOrdering(vertexSchema(bare)) }
}

function schemaIn(format: JsonObject): Json | undefined {
  return format['type'] === 'json_schema' ? asObject(format['json_schema'])?.['schema'] : undefined
}

function plainType(type: Json | undefined): string | undefined {
  if (type === 'json_object') return 'application/json'
  return type === 'text' ? 'text/plain' : undefined
}

function modalities(params: JsonObject): JsonObject {
  const known: Readonly<Record<string, string>> = { text: 'TEXT', image: 'IMAGE', audio: 'AUDIO', video: 'VIDEO' }
  const asked = Array.isArray(params['modalities'])
    ? params['modalities'].map(item => known[asString(item) ?? ''] ?? 'MODALITY_UNSPECIFIED')
    : undefined
  const audio = asObject(params['audio'])
  if (!audio) return asked ? { responseModalities: asked } : {}
  const withAudio = asked?.includes('AUDIO') ? asked : [...(asked ?? []), 'AUDIO']
  return { responseModalities: withAudio, speechConfig: speechConfig(audio) }
}

function speechConfig(audio: JsonObject): JsonObject {
  const format = audio['format'] ?? 'pcm16'
  if (format !== 'pcm16') {
    throw new RequestFault(
      `Unsupported audio format for Gemini TTS models: ${asString(format) ?? ''}. Gemini TTS models only support ` +
        "'pcm16' format as they return audio data in L16 PCM format. Please set audio format to 'pcm16'.",
    )
  }
  return {
    ...('voice' in audio ? { voiceConfig: { prebuiltVoiceConfig: { voiceName: audio['voice'] } } } : {}),
    ...('language_code' in audio ? { languageCode: audio['language_code'] } : {}),
  }
}

function detailsIn(messages: readonly JsonObject[]): (string | undefined)[] {
  return messages
    .flatMap(message => objectsOf(message['content']))
    .map(part => hintsOf(part['type'] === 'file' ? part['file'] : part['image_url']).detail)
}
