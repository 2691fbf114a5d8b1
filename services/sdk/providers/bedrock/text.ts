/** InvokeModel for models that continue a text. */
import { asObject, asString, omit } from '../json.ts'
import { bareFault, jsonFault, litellmFault } from '../litellm-errors.ts'
import { developerAsSystem, readMessages, readParameters, requestHeaders } from '../parameters.ts'
import { plainCompletion } from '../plain/answer.ts'
import type { Counts } from '../plain/counts.ts'
import { ofObjects, type Piece, PlainStream } from '../plain/stream.ts'
import { pythonRepr } from '../python-text.ts'
import { countPromptTokens, countTokens } from '../tokens.ts'
import {
  NotServed,
  type AnswerContext,
  type Json,
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
    const { openai, insisted, extra, dropEverywhere } = readParameters(
      chat,
      target,
      new Set([...Object.keys(family.names), 'stream']),
    )
    const named = Object.entries(family.names).flatMap(([name, own]) =>
      openai[name] === undefined || own === '' ? [] : [[own, openai[name]] as const],
    )
    const stops = family.fewStops && dropEverywhere && openai['stop'] ? { stopSequences: fewStops(openai['stop']) } : {}
    const params = {
      ...Object.fromEntries(named),
      ...stops,
      ...insisted,
      ...omit(extra, ['guardrailConfig', 'model_id', 'extra_body']),
    }
    const own = Object.entries(params).filter(([key]) => !key.startsWith('aws_'))
    const streams = family.saysStream && chat['stream'] === true ? { stream: true } : {}
    const body = { ...family.body(promptOf(chat, target), Object.fromEntries(own), target.model), ...streams }
    return called(
      chat,
      target,
      { ...body, ...asObject(extra['extra_body']) },
      guardrailHeaders(extra['guardrailConfig']),
    )
  },
  response(answer, chat, target, context) {
    const family = familyOf(target)
    const { text: said, finish } = readOf(answer, target, family)
    const thinks = family.thinks && promptOf(chat, target).trimEnd().endsWith('<think>')
    const counts = family.counts?.(answer) ?? tokensOf(said, chat, context)
    const message = thinks ? thoughtful(said) : { content: said }
    return plainCompletion({ message, finish: asString(finish) ?? 'stop', counts }, target, context)
  },
  stream(chat, target, context, framing) {
    const family = familyOf(target)
    if (framing !== 'whole') return textStream(family, chat, target, context)
    const read = (answer: JsonObject): Piece => {
      const { text: said, finish } = readOf(answer, target, family)
      return { text: said, finish: asString(finish) ?? 'stop' }
    }
    return new PlainStream(chat, target, context, ofObjects(read, target))
  },
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
  const streams = chat['stream'] === true
  const whole = streams && familyOf(target).whole === true
  const url = invokeUrl(target, streams && !whole, id)
  const made = admittedRequest(target, target.model, { url, headers, body })
  return { ...made, hidesHeaders: true, ...(whole ? { framing: 'whole' } : {}) }
}

/** Titan takes no others, and LiteLLM drops them where it drops everything. */
const fewStops = (stop: Json): Json[] =>
  Array.isArray(stop) ? stop.filter(one => /^(?:\|+|User:)$/.test(asString(one) ?? '')) : []

const promptOf = (chat: JsonObject, target: Target): string =>
  familyOf(target).prompt(readMessages(chat).map(developerAsSystem), target.model)

function readOf(
  answer: JsonObject,
  target: Target,
  { counts }: TextFamily,
): { text: string; finish?: Json | undefined } {
  const { text: said, finish } = continued(answer, target)
  if (typeof said === 'string' && (said !== '' || counts)) return { text: said, finish }
  const told = `Error parsing received text=${pythonText(said)}.\nError-`
  throw litellmFault('APIConnectionError', 500, `BedrockException - ${told}`, target)
}

/** What a model thought before it spoke, which it was asked to. */
function thoughtful(said: string): JsonObject {
  const [, thought, content] = /^(.*?)<\/think>(.*)$/s.exec(said) ?? []
  if (content === undefined) return { content: `<think>${said}` }
  return thought ? { content, provider_specific_fields: { reasoning_content: thought } } : { content }
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
export function unreadText(raw: string, target: Target): ProviderFault {
  if (!familyOf(target).counts) return litellmFault('APIConnectionError', 500, `BedrockException - ${raw}`, target)
  const fault = bareFault(jsonFault)
  fault.loses = 'headers'
  return fault
}

const pythonText = (said: JsonObject[string]): string => (typeof said === 'string' ? said : pythonRepr(said ?? null))

/** Bedrock counts in its headers. */
function tokensOf(said: string, chat: JsonObject, { headers = {} }: AnswerContext): Counts {
  const [prompt, completion] = ['input', 'output'].map(kind =>
    Number(headers[`x-amzn-bedrock-${kind}-token-count`] ?? 0),
  )
  return { prompt: prompt || countPromptTokens(readMessages(chat), ''), completion: completion || countTokens(said) }
}
