/** What OpenAI's endpoints do before a router is asked: read the body, and refuse what LiteLLM would refuse there. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HeaderRoute } from './answer-headers.ts'
import type { ErrorAnswer } from './answers.ts'
import type { SdkParts } from './parts.ts'
import { decline } from './decline.ts'
import { answerWithError, answerWithRefusal, readJsonBody } from './prepare.ts'
import type { JsonObject } from './providers/translator.ts'
import { type Endpoint, refusalOf } from './refusals.ts'

/** The body of a request for a model; null where it has been answered with a refusal. `refuses` is what an endpoint refuses besides. */
export function acceptedBody(
  endpoint: Endpoint,
  route: HeaderRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: SdkParts,
  refuses: (body: JsonObject) => ErrorAnswer | null = () => null,
): JsonObject | null {
  const parsed = readJsonBody(request.body)
  if ('error' in parsed) {
    answerWithError(parsed.error, null, request, reply, parts)
    return null
  }
  if (asksSeveral(endpoint, parsed.value, parts)) {
    decline(reply, 'The sdk backend asks no more than one model at a time.')
    return null
  }
  const refusal = refusalOf(parsed.value, parsed.value.model, endpoint, parts.catalogue) ?? refuses(parsed.value)
  if (refusal) answerWithRefusal(refusal, route, request, reply, parts)
  return refusal ? null : parsed.value
}

/** Whether a chat names several models with commas between, all of which LiteLLM asks at once. */
function asksSeveral({ path }: Endpoint, { model }: JsonObject, { catalogue }: SdkParts): boolean {
  if (path !== '/chat/completions' || typeof model !== 'string' || catalogue.find(model).length > 0) return false
  const names = model.split(',').map(name => name.trim())
  return names.length > 1 && names.every(name => catalogue.find(name).length > 0)
}
