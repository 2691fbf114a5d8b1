/** InvokeModel for models that continue a text. */
import { asObject, omit } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import { mapFinishReason } from '../openai/map-finish-reason.ts'
import { developerAsSystem, readMessages, readParameters, requestHeaders } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import { countPromptTokens, countTokens } from '../tokens.ts'
import {
  NotServed,
  type AnswerContext,
  type JsonObject,
  type ProviderFault,
  type ProviderRequest,
  type Target,
  type Translator,
} from '../translator.ts'
import { guardrailHeaders } from './guardrail-headers.ts'
import { admittedRequest, invokeUrl, otherId } from './headers.ts'
import { type Continued, textFamilyOf, type TextFamily, Unreadable } from './text-families.ts'
import { textStream } from './text-stream.ts'

export const text: Omit<Translator, 'error' | 'framing'> = {
  request(chat, target) {
    const family = familyOf(target)
    const { openai, extra } = readParameters(chat, target, new Set([...Object.keys(family.names), 'stream']))
    const named = Object.entries(family.names).flatMap(([name, own]) =>
      openai[name] === undefined ? [] : [[own, openai[name]] as const],
    )
    const params = { ...Object.fromEntries(named), ...omit(extra, ['guardrailConfig', 'model_id', 'extra_body']) }
    const own = Object.entries(params).filter(([key]) => !key.startsWith('aws_'))
    const body = family.body(family.prompt(readMessages(chat).map(developerAsSystem)), Object.fromEntries(own))
    return called(
      chat,
      target,
      { ...body, ...asObject(extra['extra_body']) },
      guardrailHeaders(extra['guardrailConfig']),
    )
  },
  response(answer, chat, target, context) {
    const { text: said, finish } = readOf(answer, target)
    const { input, output } = tokensOf(said, chat, context)
    return {
      body: {
        id: context.id,
        created: context.created,
        model: target.group,
        object: 'chat.completion',
        choices: [
          {
            finish_reason: mapFinishReason(typeof finish === 'string' ? finish : 'stop'),
            index: 0,
            message: { content: said, role: 'assistant' },
          },
        ],
        usage: { completion_tokens: output, prompt_tokens: input, total_tokens: input + output },
      },
      usage: { input, output, cacheRead: 0, cacheWrite: 0 },
    }
  },
  stream: textStream,
}

function familyOf({ model }: Target): TextFamily {
  const family = textFamilyOf(model)
  if (!family) throw new NotServed(`The sdk backend does not invoke ${model}.`)
  return family
}

function called(
  chat: JsonObject,
  target: Target,
  body: JsonObject,
  guardrail: Record<string, string>,
): ProviderRequest {
  const id = otherId(chat, target)
  const headers = { 'content-type': 'application/json', ...target.headers, ...requestHeaders(chat), ...guardrail }
  const url = invokeUrl(target, chat['stream'] === true, id)
  return { ...admittedRequest(target, target.model, { url, headers, body }), hidesHeaders: true }
}

function readOf(answer: JsonObject, target: Target): { text: string; finish?: unknown } {
  const { text: said, finish } = continued(answer, target)
  if (typeof said === 'string' && said !== '') return { text: said, finish }
  const told = `Error parsing received text=${pythonText(said)}.\nError-`
  throw litellmFault('APIConnectionError', 500, `BedrockException - ${told}`, target)
}

function continued(answer: JsonObject, target: Target): Continued {
  try {
    return familyOf(target).read(answer)
  } catch (fault) {
    if (!(fault instanceof Unreadable)) throw fault
    const told = `Error processing=${JSON.stringify(answer)}, Received error=${fault.message}`
    throw litellmFault('BadRequestError', 422, `BedrockException - ${told}`, target)
  }
}

/** An answer with a good status that is no JSON. */
export const unreadText = (raw: string, target: Target): ProviderFault =>
  litellmFault('APIConnectionError', 500, `BedrockException - ${raw}`, target)

const pythonText = (said: JsonObject[string]): string => (typeof said === 'string' ? said : pythonRepr(said ?? null))

/** Bedrock counts in its headers. */
function tokensOf(said: string, chat: JsonObject, { headers = {} }: AnswerContext): { input: number; output: number } {
  const [input, output] = ['input', 'output'].map(kind => Number(headers[`x-amzn-bedrock-${kind}-token-count`] ?? 0))
  return { input: input || countPromptTokens(readMessages(chat), ''), output: output || countTokens(said) }
}
