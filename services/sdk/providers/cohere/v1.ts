/** Cohere's first chat, which is asked for by its address or by `v1/` before a model's name. */
import { asCount, asObject, asString, objectsOf } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import { developerAsSystem } from '../parameters.ts'
import { plainTranslator, renamed, same, statusFault } from '../plain/wire.ts'
import { pythonJson } from '../python-text.ts'
import type { JsonObject, ProviderFault, Target, Translator } from '../translator.ts'
import { historyOf } from './history.ts'

const names = {
  ...same('temperature max_tokens frequency_penalty presence_penalty seed'),
  max_completion_tokens: 'max_tokens',
  n: 'num_generations',
  top_p: 'p',
  stop: 'stop_sequences',
}

/** Whether a deployment is of the first chat. */
export const isFirstCohere = ({ model }: Pick<Target, 'model'>): boolean => model.includes('v1/')

export const cohereV1Translator: Translator = plainTranslator({
  takes: `${Object.keys(names).join(' ')} stream tools tool_choice`,
  framing: 'ndjson',
  hidesErrors: 'always',
  headers: ({ apiKey }) => ({
    'request-source': 'unspecified:litellm',
    accept: 'application/json',
    ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
  }),
  request({ messages, target, openai, own, streams }) {
    const { chat_history: history, ...last } = historyOf(messages.map(developerAsSystem))
    const { tools } = openai
    return {
      url: target.apiBase,
      body: {
        stream: streams,
        ...renamed(openai, names),
        ...own,
        ...(tools === undefined ? {} : { tools: objectsOf(tools).map(toolOf) }),
        ...(history.length > 0 ? { chat_history: history } : {}),
        ...last,
        // Cohere takes no results of tools behind a user's turn otherwise.
        ...(history.at(-1)?.['role'] === 'USER' ? { force_single_step: true } : {}),
      },
    }
  },
  answer(body, _chat, target) {
    if (!('text' in body)) throw unreadable(JSON.stringify(body), target)
    const units = asObject(asObject(body['meta'])?.['billed_units'])
    const calls = objectsOf(body['tool_calls']).map(toldCall)
    const { citations } = body
    return {
      message: calls.length > 0 ? { content: null, tool_calls: calls } : { content: body['text'] ?? null },
      counts: { prompt: asCount(units?.['input_tokens']), completion: asCount(units?.['output_tokens']) },
      ...(citations === undefined ? {} : { more: { citations } }),
    }
  },
  read: () => event => {
    const text = asString(event['text'])
    if (text !== undefined) return { text }
    return event['is_finished'] === true ? { finish: asString(event['finish_reason']) ?? 'stop' } : null
  },
  error: refused,
  notJson: unreadable,
})

function toolOf(tool: JsonObject): JsonObject {
  const called = asObject(tool['function'])
  const schema = asObject(called?.['parameters'])
  const required = Array.isArray(schema?.['required']) ? schema['required'] : []
  const definitions = Object.entries(asObject(schema?.['properties']) ?? {}).map(([name, value]) => {
    const { description = '', type = '' } = asObject(value) ?? {}
    return [name, { description, type, required: required.includes(name) }] as const
  })
  return {
    name: called?.['name'],
    description: called?.['description'] ?? '',
    parameter_definitions: Object.fromEntries(definitions),
  }
}

function toldCall(call: JsonObject): JsonObject {
  const { name = '', generation_id: id = '', parameters = {} } = call
  return { id: `call_${asString(id)}`, type: 'function', function: { name, arguments: pythonJson(parameters) } }
}

function unreadable(raw: string, target: Target): ProviderFault {
  return litellmFault('APIConnectionError', 500, `CohereException - ${raw}`, target)
}

/** Cohere's refusals, which LiteLLM knows by their words. */
function refused(status: number, raw: string, target: Target): ProviderFault {
  const named = (name: string, code: number): ProviderFault =>
    litellmFault(name, code, `CohereException - ${raw}`, target)
  if (/invalid api token|No API key provided\./.test(raw)) return named('AuthenticationError', status)
  if (raw.includes('invalid type: parameter')) return named('BadRequestError', status)
  if (raw.includes('too many tokens')) {
    const told = `litellm.BadRequestError: CohereException - ${raw}`
    return litellmFault('ContextWindowExceededError', status, told, target)
  }
  if (raw.toLowerCase().includes('internal server error')) return named('InternalServerError', 500)
  if (status === 498) return named('BadRequestError', status)
  return statusFault(status, raw, { ...target, provider: 'cohere' })
}
