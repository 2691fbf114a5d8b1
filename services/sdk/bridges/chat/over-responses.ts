/** Chat completions over the Responses API. */
import { countedUsage } from '../../providers/counted-usage.ts'
import { asObject, isObject, objectsOf, parseJson } from '../../providers/json.ts'
import { findModel } from '../../models/table.ts'
import { litellmFault } from '../../providers/litellm-errors.ts'
import { responseAsEvents } from '../../providers/openai/as-events.ts'
import { responsesError, streamFault } from '../../providers/openai/errors.ts'
import { responsesStreamFault } from '../../providers/openai/responses-fault.ts'
import { respondingModel } from '../../providers/openai/responses-only.ts'
import { responsesRequest } from '../../providers/openai/responses-request.ts'
import { profileFor } from '../../providers/openai/profiles.ts'
import { openAiChunks } from '../../providers/openai/stream.ts'
import { toldCost } from '../../providers/openai/xai-responses.ts'
import { pythonRepr } from '../../providers/python-text.ts'
import type {
  JsonObject,
  ProviderFault,
  StreamTranslator,
  Target,
  TokenUsage,
  Translator,
} from '../../providers/translator.ts'
import { chatOfResponse } from './answer.ts'
import { ConversionFault } from './parts.ts'
import { responsesOfChat } from './request.ts'
import { chatOfEvents } from './stream.ts'
import { wholeEvents } from './whole-events.ts'

/** The wire of OpenAI's chats for models that only the Responses API has. */
export const chatOverResponses: Translator = {
  asEvents: responseAsEvents,
  request(chat, given) {
    const asked = converted(chat, given)
    const target = { ...respondingModel(given), defaults: {} }
    if (asked['stream'] !== true || streams(target)) return responsesRequest(asked, target)
    const { stream: _, ...whole } = asked
    return { ...responsesRequest(whole, target), framing: 'whole' }
  },
  response(answer, _chat, target, { created }) {
    refuseFailure(answer, target)
    const body = chatOfResponse(answer, { model: target.group, created })
    if (body === null)
      throw unusable(`Unknown items in responses API response: ${pythonRepr(answer['output'] ?? [])}`, target)
    const counted = countedUsage({ ...asObject(body['usage']), service_tier: answer['service_tier'] })
    return { body, usage: { ...counted, ...told(answer) } }
  },
  stream(chat, target, context, framing) {
    let cost: Pick<TokenUsage, 'toldCost'> = {}
    const priceOf = (usage: TokenUsage): number | undefined => cost.toldCost ?? context.priceOf?.(usage)
    const events = chatOfEvents(openAiChunks(chat, target, { ...context, priceOf }), {
      ended: response => (cost = told(response)),
      told: error => responsesStreamFault(error, target),
      unreadable: data => streamFault({ message: `Unable to parse stream event: ${data}` }, target),
    })
    return framing === 'whole' ? wholeAnswer(events, target) : events
  },
  error: (status, raw, target) => responsesError(status, raw, target),
}

/** LiteLLM stumbles over what it cannot convert. */
function converted(chat: JsonObject, target: Target): JsonObject {
  try {
    return responsesOfChat(chat, target)
  } catch (fault) {
    throw fault instanceof ConversionFault ? unusable(fault.message, target) : fault
  }
}

function told(response: JsonObject): Pick<TokenUsage, 'toldCost'> {
  const cost = toldCost(asObject(response['usage']) ?? {})
  return cost === undefined ? {} : { toldCost: cost }
}

/** Some models are known not to stream. */
const streams = ({ provider, model }: Target): boolean =>
  findModel(provider, model)?.entry['supports_native_streaming'] !== false

function refuseFailure(answer: JsonObject, target: Target): void {
  if (answer['output'] === undefined && isObject(answer['error']))
    throw responsesError(200, JSON.stringify(answer), target)
  if (answer['error']) throw unusable(`Error in response: ${pythonRepr(answer['error'])}`, target)
}

function unusable(text: string, target: Target): ProviderFault {
  const name = `${profileFor(target.provider).errorName}Exception`
  const told =
    target.provider === 'azure' ? `${name} APIConnectionError - ${text}` : `APIConnectionError: ${name} - ${text}`
  return litellmFault('APIConnectionError', 500, told, target)
}

/** Reads a whole answer as if it had been streamed. */
function wholeAnswer(events: StreamTranslator, target: Target): StreamTranslator {
  let frames: string[] = []
  return {
    push({ data }) {
      const answer = parseJson(data)
      if (!isObject(answer)) throw responsesError(200, data, target)
      refuseFailure(answer, target)
      frames = objectsOf(wholeEvents(answer)).flatMap(event => events.push({ event: '', data: JSON.stringify(event) }))
      return frames
    },
    end: () => events.end(),
    // Only where the first chunk is the last too.
    get countedAtHead() {
      return frames.length === 1
    },
    get usage() {
      return events.usage
    },
  }
}
