/** Failures at Vertex AI in LiteLLM's words. */
import { anthropicError } from '../anthropic/errors.ts'
import { geminiError, mapped } from '../gemini/errors.ts'
import { litellmFault } from '../litellm-errors.ts'
import { pythonBytes, pythonFloat } from '../python-text.ts'
import { ProviderFault, RequestFault, SignInFault, type Target } from '../translator.ts'
import { publisherOf } from './models.ts'

const name = 'Vertex_ai'

/** The name of a deployment's provider in errors: Gemini at Vertex AI has two. */
const nameOf = ({ provider }: Pick<Target, 'provider'>): string =>
  provider === 'vertex_ai_beta' ? 'Vertex_ai_beta' : name

/** A failed answer under the name of Vertex AI, by its words and its status. */
export function googleFault(status: number, raw: string, target: Target): ProviderFault {
  const provider = target.provider === 'vertex_ai_beta' ? target.provider : 'vertex_ai'
  const fault = mapped(status, raw, nameOf(target), provider, (litellmClass, code, text) =>
    litellmFault(litellmClass, code, text, target),
  )
  if (/Exception InternalServerError - .|None Unknown Error\.|Content has no parts\./.test(fault.message)) {
    fault.loses = 'headers'
  }
  return fault
}

/** A failed answer of a Gemini model. */
export function geminiFault(status: number, raw: string, target: Target, streamed = false): ProviderFault {
  if (status < 400 || streamed) return renamed(geminiError(status, raw, target, streamed), target)
  return googleFault(status, raw, target)
}

/** A failed answer of a Claude model. */
export function claudeFault(status: number, raw: string, target: Target, streamed = false): ProviderFault {
  if (status < 400) return renamed(anthropicError(status, raw, target))
  return googleFault(status, streamed ? pythonBytes(raw) : raw, target)
}

/** A fault of Anthropic's or Gemini's wire under Vertex AI's name. */
export function renamed(
  fault: ProviderFault,
  target: Pick<Target, 'provider'> = { provider: 'vertex_ai' },
): ProviderFault {
  const { status, litellmClass, type } = fault
  const message = fault.message.replace(/(?:Anthropic|Gemini)Exception/, `${nameOf(target)}Exception`)
  return Object.assign(new ProviderFault(message, { status, litellmClass, type }), { loses: fault.loses })
}

/** A refusal of Anthropic's wire under Vertex AI's name. */
export function renamedRefusal(fault: RequestFault): RequestFault {
  const { status, litellmClass, type } = fault
  const message = fault.message.replace(/^AnthropicException/, `${name}Exception BadRequestError`)
  return new RequestFault(message, { status, litellmClass, type })
}

/** How a call that brought no answer was made. */
interface Made {
  readonly begun: boolean
  readonly streams: boolean
  /** Seconds. */
  readonly timeout: number
  readonly route: string
}

/** A call that brought no usable answer; `words` is what the socket did, null where time ran out. */
export function vertexBroken(
  words: string | null,
  target: Target,
  { begun, streams, timeout, route }: Made,
): ProviderFault {
  const claude = isClaude(target)
  const publisher = publisherOf(target.model)
  if (words === null) {
    const seconds = pythonFloat(timeout)
    const told = `Connection timed out. Timeout passed=${seconds}, time taken=${seconds} seconds`
    const named = publisher !== undefined || (claude && (!streams || route === 'messages'))
    return litellmFault('Timeout', 408, named ? `${name}Exception - litellm.Timeout: ${told}` : told, target)
  }
  if (begun) {
    const reader = claude ? 'Anthropic' : publisher ? name : 'Vertex_ai_beta'
    return litellmFault('APIConnectionError', 500, `${reader}Exception - ${words}`, target, null)
  }
  if (claude || publisher === 'openapi' || (publisher && !streams)) {
    return litellmFault('InternalServerError', 500, `${name}Exception InternalServerError - ${words}`, target)
  }
  if (publisher || !streams)
    return litellmFault('APIConnectionError', 500, `${nameOf(target)}Exception - ${words}`, target)
  const raw = { status: 500, litellmClass: 'InternalServerError', type: 'internal_server_error' }
  return Object.assign(new ProviderFault(words, raw), { loses: 'call' })
}

const isClaude = ({ model }: Target): boolean => model.includes('claude')

/** What is refused or fails before the call, while the account is asked for a token. */
export function refusedBefore(text: string, target: Target): RequestFault | SignInFault {
  const type = 'internal_server_error'
  const partner = isClaude(target) || publisherOf(target.model) !== undefined
  if (!partner) return new RequestFault(text, { status: 500, litellmClass: 'APIConnectionError', type })
  const message = `litellm.InternalServerError: ${name}Exception InternalServerError - ${text}`
  return new SignInFault(message, { status: 500, litellmClass: 'InternalServerError', type })
}
