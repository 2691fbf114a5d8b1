/** Embeddings of Ollama. */
import { asCount, asObject, omit } from '../json.ts'
import { countTokens } from '../tokens.ts'
import { pythonRepr } from '../python-text.ts'
import { isFlag, readParameters, unsupportedParams } from '../parameters.ts'
import type { Json, JsonObject, Target, Translator } from '../translator.ts'
import { NotServed, RequestFault } from '../translator.ts'
import { addressOf } from './parameters.ts'
import { ollamaTranslator } from './translator.ts'

/** What stands beside the input; everything else is an option. */
const beside = ['truncate', 'options', 'keep_alive', 'dimensions']

/** OpenAI's parameters that Ollama has not. */
const refused = ['encoding_format', 'user']

/** One more wire, but for streams, which this endpoint has not. */
export const ollamaEmbeddings: Translator = {
  hidesHeaders: true,
  request(asked, target) {
    const inputs = inputsOf(asked['input'])
    const { extra, openai } = readParameters(asked, target, new Set(Object.keys(asked)))
    const { input: _, ...rest } = { ...openai, ...omit(extra, ['extra_body']), ...asObject(extra['extra_body']) }
    refuse(rest, asked, target)
    const given = Object.entries(rest).filter(([name]) => !refused.includes(name))
    const standing = Object.fromEntries(given.filter(([name]) => beside.includes(name)))
    const own = Object.fromEntries(given.filter(([name]) => !beside.includes(name)))
    const options = { ...asObject(standing['options']), ...own }
    const body = { model: target.model, input: inputs, ...standing }
    return {
      url: addressOf(asked, target, '/api/embed').url,
      headers: { 'content-type': 'application/json' },
      body: Object.keys(options).length > 0 ? { ...body, options } : body,
    }
  },
  response(body, asked, target) {
    const vectors = Array.isArray(body['embeddings']) ? body['embeddings'] : []
    const counted = body['prompt_eval_count']
    const tokens = typeof counted === 'number' ? asCount(counted) : countTokens(inputsOf(asked['input']).join(''))
    const details = { completion_tokens_details: null, prompt_tokens_details: null }
    return {
      body: {
        model: target.group,
        data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
        object: 'list',
        usage: { completion_tokens: 0, prompt_tokens: tokens, total_tokens: tokens, ...details },
      },
      usage: { input: tokens, output: 0, cacheRead: 0, cacheWrite: 0 },
    }
  },
  stream() {
    throw new RequestFault('Embeddings are not streamed.')
  },
  error: ollamaTranslator.error,
}

/** Tokens would have to be made text again, and LiteLLM has the tokenizer. */
function inputsOf(input: Json | undefined): string[] {
  if (typeof input === 'string') return [input]
  const list = Array.isArray(input) ? input : []
  if (list.every(item => typeof item === 'string')) return list
  throw new NotServed('the sdk backend makes no text of tokens for Ollama')
}

function refuse(params: JsonObject, asked: JsonObject, { dropParams }: Target): void {
  const name = refused.find(each => params[each] !== undefined)
  if (name === undefined || dropParams || isFlag(asked['drop_params'])) return
  throw unsupportedParams(
    `Setting ${pythonRepr({ [name]: params[name] })} is not supported by ollama. To drop it from the call, set \`litellm.drop_params = True\`.`,
  )
}
