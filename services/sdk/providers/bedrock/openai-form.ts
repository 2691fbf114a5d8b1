/** Models at Bedrock that are invoked in OpenAI's words: Moonshot's, and those imported in that format. */
import { asObject, asString, isObject, objectsOf, omit } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import { compatibleBody, compatibleOf, compatibleParams } from '../openai/compatible.ts'
import { common } from '../openai/habits.ts'
import { providerMessages, providerTools } from '../openai/messages.ts'
import { openAiResponse } from '../openai/response.ts'
import { openAiStream } from '../openai/stream.ts'
import { readMessages, readParameters, requestHeaders } from '../parameters.ts'
import { pythonJson } from '../python-text.ts'
import type { Framing, Json, JsonObject, ProviderFault, ProviderRequest, Target, Translator } from '../translator.ts'
import { bedrockError } from './errors.ts'
import { guardrailHeaders } from './guardrail-headers.ts'
import { admittedRequest, endpointOf, invokeUrl, otherId } from './headers.ts'
import { withinChunks } from './text-stream.ts'

/** What sets the two apart. */
interface Form {
  readonly takes: ReadonlySet<string>
  readonly whose: string
  params(openai: JsonObject, drop: boolean): JsonObject
  messages(messages: JsonObject[], openai: JsonObject): JsonObject[]
  /** The model as its body names it, and its address. */
  named(model: string): string
  url(chat: JsonObject, target: Target): string
  /** Whether the body says that it streams. */
  readonly saysStream: boolean
  /** A guardrail is told in headers. */
  readonly guarded: boolean
  told(answer: JsonObject): JsonObject
  readonly framing?: Framing
}

const streams = (chat: JsonObject): boolean => chat['stream'] === true

const imported: Form = {
  takes: new Set(common),
  whose: 'bedrock',
  params: openai => openai,
  messages: messages => messages,
  named: model => model.replace(/^bedrock\//, '').replace(/^openai\//, ''),
  url(chat, target) {
    const method = streams(chat) ? 'invoke-with-response-stream' : 'invoke'
    return `${endpointOf(target, target.model, 'api_base')}/model/${encodedArn(imported.named(target.model))}/${method}`
  },
  saysStream: false,
  guarded: false,
  told: answer => answer,
  framing: 'aws-events or sse',
}

/** Of an ARN only what would be taken for a path is encoded here. */
function encodedArn(id: string): string {
  const kinds =
    /:((?:application-)?inference-profile|foundation-model|imported-model|provisioned-model|prompt|endpoint|(?:default-)?prompt-router)\//
  return id.includes('arn:')
    ? id.replace(/(custom-model)\/([a-z0-9.-]+)\/([a-z0-9]+)/, '$1%2F$2%2F$3').replace(kinds, ':$1%2F')
    : id
}

const pick: JsonObject = { role: 'user', content: 'Please select a tool to handle the current issue.' }
const kimi = compatibleOf('moonshot')

const moonshot: Form = {
  takes: new Set(kimi ? [...compatibleParams(kimi, 'moonshot', '')].filter(name => name !== 'stop') : []),
  whose: 'moonshot',
  params: (openai, drop) =>
    omit(kimi ? compatibleBody(kimi, openai, drop) : openai, requires(openai) ? ['tool_choice'] : []),
  messages: (messages, openai) => (requires(openai) ? [...messages, pick] : messages),
  named(model) {
    const name = model.replace(/^invoke\//, '')
    return name.includes('/') && !name.startsWith('arn:') ? name.slice(name.indexOf('/') + 1) : name
  },
  url: (chat, target) => invokeUrl(target, streams(chat), otherId(chat, target)),
  saysStream: true,
  guarded: true,
  told(answer) {
    const { choices } = answer
    return Array.isArray(choices) ? { ...answer, choices: objectsOf(choices).map(withReasoning) } : answer
  },
}

/** Moonshot takes no forced choice, but it may be asked. */
const requires = (openai: JsonObject): boolean => openai['tool_choice'] === 'required'

/** What a model has thought, which it writes before its answer. */
function withReasoning(choice: JsonObject): JsonObject {
  const message = asObject(choice['message'])
  const [, thought, content = ''] =
    /^<reasoning>(.*?)<\/reasoning>\s*(.*)$/s.exec(asString(message?.['content']) ?? '') ?? []
  if (!thought?.trim()) return choice
  return { ...choice, message: { ...message, content: content.trim(), reasoning_content: thought.trim() } }
}

export const importedOpenAi = wireOf(imported)
export const moonshotOpenAi = wireOf(moonshot)

function wireOf(form: Form): Omit<Translator, 'error'> {
  return {
    request: (chat, target) => requestOf(form, chat, target),
    response(answer, chat, target, context) {
      const fault = toldError(answer['error'] ?? null, target)
      if (fault) throw fault
      return openAiResponse(form.told(answer), chat, target, context)
    },
    stream(chat, target, context) {
      const stream = openAiStream(chat, target, context)
      const chunks = withinChunks(stream, target)
      // A server of one's own may send the plain events.
      return {
        push: event => (event.event === '' ? stream : chunks).push(event),
        end: () => stream.end(),
        get usage() {
          return stream.usage
        },
      }
    },
  }
}

function requestOf(form: Form, chat: JsonObject, target: Target): ProviderRequest {
  const { openai, insisted, extra, drop } = readParameters(chat, target, form.takes)
  const { tools, ...mapped } = omit(form.params(openai, drop), ['stream'])
  const name = form.named(target.model)
  const sentTools = providerTools(tools, form.whose, name)
  const own = omit(extra, [...(form.guarded ? ['guardrailConfig', 'model_id'] : []), 'extra_body'])
  const body = {
    model: name,
    messages: form.messages(providerMessages(readMessages(chat), form.whose, name), openai),
    ...mapped,
    ...(sentTools === undefined ? {} : { tools: sentTools }),
    ...insisted,
    ...Object.fromEntries(Object.entries(own).filter(([key]) => !key.startsWith('aws_'))),
    // LiteLLM counts every stream.
    ...(streams(chat) ? { stream_options: { ...asObject(mapped['stream_options']), include_usage: true } } : {}),
    ...(form.saysStream && chat['stream'] !== null ? { stream: chat['stream'] ?? false } : {}),
    ...asObject(extra['extra_body']),
  }
  const guardrail = form.guarded ? guardrailHeaders(extra['guardrailConfig']) : {}
  const headers = { 'content-type': 'application/json', ...target.headers, ...requestHeaders(chat), ...guardrail }
  const made = admittedRequest(target, target.model, { url: form.url(chat, target), headers, body })
  return { ...made, ...(form.framing ? { framing: form.framing } : {}) }
}

/** An answer with a good status that is an error after all. */
function toldError(error: Json, target: Target): ProviderFault | null {
  const { message = 'Error in response object', code = 422 } = asObject(error) ?? {}
  const isError = isObject(error) ? Boolean(error['message']) || error['code'] !== undefined : Boolean(error)
  if (!isError) return null
  const told = asString(message) ?? pythonJson(message)
  const status = Number.isInteger(code) && Number(code) >= 400 ? Number(code) : 500
  const fault = bedrockError(status, told, target)
  fault.loses = 'headers'
  return fault
}

/** An answer with a good status that is no JSON. */
export function unreadForm(raw: string, target: Target): ProviderFault {
  const told = `Unable to get json response - Expecting value: line 1 column 1 (char 0), Original Response: ${raw}`
  return litellmFault('APIConnectionError', 500, `BedrockException - ${told}`, target)
}
