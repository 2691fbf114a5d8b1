/** watsonx's chat: OpenAI's words at an address of IBM's. */
import { asObject, isObject, objectsOf, omit } from '../json.ts'
import { faultByStatus, isContextOverflow, jsonFault, litellmFault } from '../litellm-errors.ts'
import { providerMessages } from '../openai/messages.ts'
import { readMessages, readParameters, requestHeaders } from '../parameters.ts'
import { brokenAnswer } from '../plain/answer.ts'
import { likeCompletion, readLikePiece } from '../plain/openai-like.ts'
import { ofObjects, PlainStream } from '../plain/stream.ts'
import { wholeAsEvent } from '../plain/wire.ts'
import { pythonBytes } from '../python-text.ts'
import {
  type Json,
  type JsonObject,
  type ProviderFault,
  type ProviderRequest,
  RequestFault,
  type Target,
  type Translator,
} from '../translator.ts'
import { letIn, owner, places, watsonxUrl } from './common.ts'

const taken = new Set(
  (
    'temperature max_tokens top_p frequency_penalty stop seed stream tools tool_choice logprobs top_logprobs n ' +
    'presence_penalty response_format reasoning_effort'
  ).split(' '),
)

/** Parameters of the older endpoint, which LiteLLM refuses here. */
const older = new Set(
  (
    'decoding_method max_new_tokens min_new_tokens length_penalty stop_sequences top_k repetition_penalty ' +
    'truncate_input_tokens include_stop_sequences return_options random_seed moderations min_tokens'
  ).split(' '),
)

export const watsonxTranslator: Translator = {
  hidesHeaders: true,
  request: watsonxRequest,
  response: (body, _, target, context) => likeCompletion(body, target, context),
  asEvents: wholeAsEvent,
  stream: (chat, target, context) => new PlainStream(chat, target, context, ofObjects(readLikePiece, target)),
  error: watsonxError,
  refusal: (_status, raw, streamed) => (streamed ? pythonBytes(raw) : raw),
}

function watsonxRequest(chat: JsonObject, target: Target): ProviderRequest {
  const { openai, insisted, extra } = readParameters(chat, target, taken)
  const wrong = Object.keys(extra).find(name => older.has(name))
  if (wrong !== undefined) throw olderEndpoint(wrong)
  const streams = chat['stream'] === true
  const { tools, tool_choice: choice, ...rest } = omit(openai, ['stream'])
  const whose = owner(target, extra)
  const { headers, grant } = letIn(target)
  return {
    saysStream: true,
    url: watsonxUrl(target, streams ? 'chat_stream' : 'chat'),
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...target.headers,
      ...requestHeaders(chat),
      ...headers,
    },
    ...(grant ? { grant } : {}),
    body: {
      model: whose['model_id'] ?? '',
      messages: providerMessages(readMessages(chat), target.provider, target.model),
      ...chosen(choice),
      ...rest,
      ...(tools === undefined ? {} : { tools: objectsOf(tools).map(looseTool) }),
      ...insisted,
      ...tokenOf(target),
      ...omit(extra, [...places, 'extra_body']),
      ...whose,
      stream: streams,
      ...asObject(extra['extra_body']),
    },
  }
}

// LiteLLM leaves a token that is configured among the parameters.
function tokenOf({ defaults }: Target): JsonObject {
  const token = defaults['token']
  return token === undefined ? {} : { watsonx_token: token }
}

function olderEndpoint(name: string): RequestFault {
  const told =
    "LiteLLM now defaults to Watsonx's `/text/chat` endpoint. Please use the `watsonx_text` provider instead, to call " +
    `the \`/text/generation\` endpoint. Param: ${name}`
  return new RequestFault(told, { status: 500, litellmClass: 'APIConnectionError', type: 'internal_server_error' })
}

function chosen(choice: Json | undefined): JsonObject {
  if (choice === undefined) return {}
  return typeof choice === 'string' ? { tool_choice_option: choice } : { tool_choice: choice }
}

/** IBM knows no strictness: neither `strict` nor `additionalProperties`, on any level. */
const looseTool = (tool: JsonObject): JsonObject => loose(tool) as JsonObject

function loose(value: Json): Json {
  if (Array.isArray(value)) return value.map(loose)
  if (!isObject(value)) return value
  const kept = Object.entries(value).filter(
    ([key, inner]) => inner !== undefined && key !== 'strict' && !(key === 'additionalProperties' && inner === false),
  )
  return Object.fromEntries(kept.map(([key, inner]) => [key, loose(inner ?? null)]))
}

function watsonxError(status: number, raw: string, target: Target, streamed = false): ProviderFault {
  if (status < 400) return brokenAnswer(jsonFault)
  const fault = refusal(status, streamed ? pythonBytes(raw) : raw, target)
  // LiteLLM makes an error of its own of them.
  if (!streamed) fault.loses = 'headers'
  return fault
}

function refusal(status: number, raw: string, target: Target): ProviderFault {
  const named = (text: string): string => `WatsonxException${text}${raw}`
  if (raw.includes('authorization denied for'))
    return litellmFault('AuthenticationError', 401, named(': Authentication Error - '), target)
  if (isContextOverflow(raw)) {
    const text = `litellm.BadRequestError: ${named(': Context Window Error - ')}`
    return litellmFault('ContextWindowExceededError', 400, text, target)
  }
  if (raw.includes('token_quota_reached'))
    return litellmFault('RateLimitError', 429, named(': Rate Limit Errror - '), target)
  if (raw.includes('The server received an invalid response from an upstream server.'))
    return litellmFault('InternalServerError', 500, named(' - '), target)
  if (raw.includes('model_no_support_for_function')) {
    const hint = "Use 'watsonx_text' route instead. IBM WatsonX does not support `/text/chat` endpoint. - "
    return litellmFault('BadRequestError', 400, named(` - ${hint}`), target)
  }
  if (status === 422 || status === 424) return litellmFault('BadRequestError', 400, named(' - '), target)
  return faultByStatus(status, named(' - '), target)
}
