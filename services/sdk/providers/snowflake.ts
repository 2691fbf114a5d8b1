/** Snowflake Cortex: OpenAI's wire below a path of its own, with a JSON web token or a programmatic one (llms/snowflake). */
import { asObject, asString, objectsOf, omit } from './json.ts'
import { bareFault } from './litellm-errors.ts'
import { streamFault } from './openai/errors.ts'
import { openaiTranslator } from './openai/translator.ts'
import { ofObjects, type Piece, PlainStream } from './plain/stream.ts'
import { type JsonObject, NotServed, type Target, type Translator } from './translator.ts'

/** Claude is asked in Anthropic's words. */
const isClaude = (model: string): boolean => /^claude[-_]/i.test(model)

/** Where the account is, whose name may stand in the address. */
function baseOf({ apiBase, defaults }: Target): string {
  const account = asString(defaults['account_id'])
  if (apiBase === '' && account === undefined) throw bareFault('Missing snowflake account_id')
  if (apiBase === '' && !/^[\w-]+$/.test(account ?? '')) throw bareFault('Invalid account_id format')
  const base = apiBase === '' ? `https://${account}.snowflakecomputing.com` : apiBase
  return base.endsWith('/api/v2') ? base : `${base}/api/v2`
}

const programmatic = 'pat/'

function letIn({ apiKey }: Target): Record<string, string> {
  if (apiKey === undefined) throw bareFault('Missing Snowflake JWT key')
  const own = apiKey.startsWith(programmatic)
  return {
    accept: 'application/json',
    authorization: `Bearer ${own ? apiKey.slice(programmatic.length) : apiKey}`,
    'x-snowflake-authorization-token-type': own ? 'PROGRAMMATIC_ACCESS_TOKEN' : 'KEYPAIR_JWT',
  }
}

export const snowflakeTranslator: Translator = {
  ...openaiTranslator,
  request(chat, target) {
    if (isClaude(target.model)) throw new NotServed('The sdk backend does not serve Claude at Snowflake.')
    const admission = letIn(target)
    const apiBase = `${baseOf(target)}/cortex/v1`
    const made = openaiTranslator.request(chat, { ...target, apiBase, defaults: omit(target.defaults, ['account_id']) })
    return { ...made, headers: { ...made.headers, ...admission }, body: withOneLimit(made.body) }
  },
  stream: (chat, target, context) =>
    new PlainStream(
      chat,
      target,
      context,
      ofObjects(event => readPiece(event, target), target),
    ),
}

function withOneLimit(body: JsonObject): JsonObject {
  const { max_tokens: older, max_completion_tokens: limit = older, ...rest } = body
  return limit === undefined ? rest : { ...rest, max_completion_tokens: limit }
}

/** Every part of a call is told whole, what it does not say as nothing. */
function partOf({ index = 0, id = '', function: called }: JsonObject): JsonObject {
  const { name = '', arguments: args = '' } = asObject(called) ?? {}
  return { index, id, type: 'function', function: { name, arguments: args } }
}

/** Of a stream LiteLLM reads texts and calls. */
function readPiece(event: JsonObject, target: Target): Piece | null {
  if (event['error']) throw streamFault(asObject(event['error']) ?? { message: event['error'] }, target)
  const choice = objectsOf(event['choices'])[0]
  if (!choice) return null
  const delta = asObject(choice['delta'])
  const finish = asString(choice['finish_reason'])
  const calls = objectsOf(delta?.['tool_calls'])
  return {
    text: asString(delta?.['content']) ?? '',
    ...(calls.length > 0 ? { calls: calls.map(partOf) } : {}),
    ...(finish ? { finish } : {}),
  }
}
