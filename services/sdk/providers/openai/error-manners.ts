/** Failures of providers on OpenAI's wire that LiteLLM does not take for OpenAI: for each it looks for other words. */
import { mantleError } from '../amazon/mantle-errors.ts'
import { sagemakerError } from '../amazon/sagemaker-errors.ts'
import { faultByStatus, isContextOverflow, jsonFault, litellmFault, typeOfStatus } from '../litellm-errors.ts'
import { ProviderFault, type Target } from '../translator.ts'
import { googleFault } from '../vertex/errors.ts'
import { compatibleOf } from './compatible.ts'
import type { Habit } from './habits.ts'

/** A failed answer: its words as they came, and how errors name its provider. */
export interface Failure {
  readonly status: number
  readonly text: string
  readonly named: string
}

type Manner = (failure: Failure, target: Target) => ProviderFault

const byStatus: Manner = ({ status, text, named }, target) => {
  const fault = faultByStatus(status, `${named} - ${text}`, target)
  if (status >= 500 || fault.litellmClass !== 'BadRequestError') return fault
  return litellmFault('BadRequestError', status, `${named} - ${text}`, target)
}

const manners: Partial<Record<Habit, Manner>> = {
  'quoted errors': byStatus,
  'alike errors': alike,
  'sagemaker errors': ({ status, text }, target) => sagemakerError(status, text, target),
  'bedrock errors': ({ status, text }, target) => mantleError(status, text, target),
  'cloudflare errors': cloudflare,
  'hugging face errors': huggingFace,
  'google errors': ({ status, text }, target) => googleFault(status, text, target),
}

/** A failed answer in the manner of its provider; undefined where it is worded as OpenAI's are. */
export function inManner(failure: Failure, target: Target): ProviderFault | undefined {
  const habits = compatibleOf(target.provider)?.habits ?? []
  const habit = habits.find(one => Object.hasOwn(manners, one))
  const fault = habit === undefined ? undefined : manners[habit]?.(failure, target)
  if (fault && habits.includes('headless errors')) fault.loses = 'headers'
  return fault
}

/** Whether failures of a provider that LiteLLM asks by itself are worded in a manner of their own. */
export function hasManner(provider: string): boolean {
  const { direct = false, habits = [] } = compatibleOf(provider) ?? {}
  return direct && habits.some(one => Object.hasOwn(manners, one))
}

/** A call that nobody answered, in the manner of its provider. */
export function unheardInManner(told: string, named: string, target: Target, streams: boolean): ProviderFault {
  const habits = compatibleOf(target.provider)?.habits ?? []
  if (habits.includes('sagemaker errors') && !streams) return sagemakerError(500, told, target)
  if (habits.includes('bedrock errors')) return mantleError(503, told, target)
  if (habits.includes('hugging face errors')) return litellmFault('APIError', 500, `${named} - ${told}`, target)
  const inside = habits.includes('alike errors') || (habits.includes('headless errors') && !streams)
  return litellmFault(inside ? 'InternalServerError' : 'APIConnectionError', 500, `${named} - ${told}`, target)
}

/** An answer over which LiteLLM itself fails. */
export function brokenAnswer(cause: string): ProviderFault {
  const options = { status: 500, litellmClass: 'APIConnectionError', type: typeOfStatus(500), outside: true }
  const fault = new ProviderFault(`litellm.APIConnectionError: ${cause}`, options)
  fault.loses = 'headers'
  return fault
}

/** Whose answers LiteLLM reads by a class of its own, though it hands them on nearly as they came. */
const wrapsJson = new Set(['databricks', 'vertex_ai/llama'])

/** An answer that is no JSON, where LiteLLM does not say so as it does of OpenAI's; undefined where it does. */
export function unreadable(plain: boolean, told: string, target: Target): ProviderFault | undefined {
  const compatible = compatibleOf(target.provider)
  if (compatible?.direct !== true) return undefined
  if (plain && !wrapsJson.has(target.provider)) return brokenAnswer(jsonFault)
  if (compatible.habits.includes('hugging face errors')) return litellmFault('APIError', 500, told, target)
  return hasManner(target.provider) ? litellmFault('APIConnectionError', 500, told, target) : undefined
}

function alike(failure: Failure, target: Target): ProviderFault {
  const { status, text, named } = failure
  if (text.includes('authorization denied for')) {
    const told = `${named}: Authentication Error - ${withoutBearer(text)}`
    return litellmFault('AuthenticationError', status, told, target)
  }
  if (isContextOverflow(text)) return overflow(status, `${named}: Context Window Error - ${text}`, target)
  if (text.includes('token_quota_reached')) {
    return litellmFault('RateLimitError', 429, `${named}: Rate Limit Errror - ${text}`, target)
  }
  if (text.includes('The server received an invalid response from an upstream server.')) {
    return litellmFault('InternalServerError', 500, `${named} - ${text}`, target)
  }
  return byStatus({ ...failure, status: status === 422 || status === 424 ? 400 : status }, target)
}

/** What stands behind `bearer` in an answer is somebody's key. */
function withoutBearer(text: string): string {
  const at = text.toLowerCase().indexOf('bearer')
  return at === -1 ? text : `${text.slice(0, at + 14)}XXXXXXX"`
}

const overflow = (status: number, told: string, target: Target): ProviderFault =>
  litellmFault('ContextWindowExceededError', status, `litellm.BadRequestError: ${told}`, target)

function cloudflare(failure: Failure, target: Target): ProviderFault {
  const fault = cloudflareFault(failure, target)
  fault.loses = 'headers'
  return fault
}

function cloudflareFault(failure: Failure, target: Target): ProviderFault {
  const { status, text } = failure
  const told = `Cloudflare Exception - ${text}`
  if (text.includes('Authentication error')) return litellmFault('AuthenticationError', status, told, target)
  if (text.includes('must have required property')) return litellmFault('BadRequestError', status, told, target)
  return byStatus(failure, target)
}

const huggingFaceKnows = new Set([400, 401, 408, 429, 503])

function huggingFace(failure: Failure, target: Target): ProviderFault {
  const { status, text, named } = failure
  if (text.includes('length limit exceeded')) return overflow(status, text, target)
  if (text.includes('A valid user token is required')) return litellmFault('BadRequestError', status, text, target)
  if (text.includes('Rate limit reached')) return litellmFault('RateLimitError', 429, text, target)
  if (huggingFaceKnows.has(status)) return byStatus(failure, target)
  return litellmFault('APIError', status, `${named} - ${text}`, target)
}
