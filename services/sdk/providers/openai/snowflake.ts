/** Snowflake's Cortex: OpenAI's chat completions for all models but Claude, let in by a token of one of two kinds. */
import { asString, asObject, objectsOf, omit } from '../json.ts'
import { type Piece, PlainStream, ofObjects } from '../plain/stream.ts'
import { type JsonObject, NotServed, type Target, type Translator } from '../translator.ts'
import { streamFault } from './errors.ts'
import { openaiTranslator } from './translator.ts'

const personal = 'pat/'

export const snowflakeTranslator: Translator = {
  ...openaiTranslator,
  request(chat, target) {
    if (/^claude[-_]/i.test(target.model)) throw new NotServed('The sdk backend does not serve Claude at Snowflake.')
    const { apiKey, ...keyless } = target
    if (apiKey === undefined) throw new NotServed('The sdk backend has no key for Snowflake.')
    const made = openaiTranslator.request(chat, { ...keyless, apiKey: undefined, apiBase: baseOf(target) })
    const isPersonal = apiKey.startsWith(personal)
    const { max_tokens: older, max_completion_tokens: limit = older, ...rest } = omit(made.body, ['account_id'])
    return {
      ...made,
      headers: {
        ...made.headers,
        authorization: `Bearer ${isPersonal ? apiKey.slice(personal.length) : apiKey}`,
        'x-snowflake-authorization-token-type': isPersonal ? 'PROGRAMMATIC_ACCESS_TOKEN' : 'KEYPAIR_JWT',
      },
      body: limit === undefined ? rest : { ...rest, max_completion_tokens: limit },
    }
  },
  stream: (chat, target, context) =>
    new PlainStream(
      chat,
      target,
      context,
      ofObjects(chunk => readPiece(chunk, target), target),
    ),
}

function baseOf({ apiBase, defaults }: Target): string {
  const account = asString(defaults['account_id'])
  if (apiBase === '' && (account === undefined || !/^[\w-]+$/.test(account))) {
    throw new NotServed('The sdk backend knows no account at Snowflake.')
  }
  const base = apiBase === '' ? `https://${account}.snowflakecomputing.com` : apiBase
  return `${base.endsWith('/api/v2') ? base : `${base}/api/v2`}/cortex/v1`
}

/** Of a chunk LiteLLM reads the text, the first call and the reason; its counts it makes itself. */
function readPiece(chunk: JsonObject, target: Target): Piece | null {
  const error = asObject(chunk['error'])
  if (error) throw streamFault(error, target)
  const choice = objectsOf(chunk['choices'])[0]
  if (!choice) return null
  const delta = asObject(choice['delta'])
  const call = objectsOf(delta?.['tool_calls'])[0]
  const called = asObject(call?.['function'])
  const finish = asString(choice['finish_reason'])
  return {
    text: asString(delta?.['content']) ?? '',
    ...(call
      ? {
          calls: [
            {
              id: call['id'] ?? '',
              type: 'function',
              function: { name: called?.['name'] ?? '', arguments: called?.['arguments'] ?? '' },
              index: call['index'] ?? 0,
            },
          ],
        }
      : {}),
    ...(finish ? { finish } : {}),
  }
}
