/** What is configured by the kind of a failure: how often to try again, and how many are forgiven (LiteLLM, router_utils). Pure. */
import type { Failure } from './failure.ts'

/** `BadRequestErrorRetries: 2` and the like; `DefaultRetries` for all that is not named. */
export type Policy = Readonly<Record<string, number | undefined>>

/** Some of LiteLLM's exceptions are kinds of others. */
const kindOf: Readonly<Record<string, string>> = {
  ContextWindowExceededError: 'BadRequestError',
  ContentPolicyViolationError: 'BadRequestError',
  UnsupportedParamsError: 'BadRequestError',
  ImageFetchError: 'BadRequestError',
}

const withRetries = [
  'AuthenticationError',
  'Timeout',
  'RateLimitError',
  'ContentPolicyViolationError',
  'BadRequestError',
  'ServiceUnavailableError',
  'InternalServerError',
]
const withAllowedFails = [...withRetries, 'BadGatewayError', 'NotFoundError']

function entry(policy: Policy, failure: Failure, classes: readonly string[], ending: string): number | undefined {
  const { litellmClass } = failure
  for (const name of [litellmClass, kindOf[litellmClass]]) {
    if (name === undefined || !classes.includes(name)) continue
    const value = policy[(name === 'Timeout' ? 'TimeoutError' : name) + ending]
    if (value !== undefined) return value
  }
  return undefined
}

/** How often a policy wants a failed call made again; null where it says nothing about such a failure. */
export function retriesByPolicy(failure: Failure, policy: Policy | undefined): number | null {
  if (policy === undefined) return null
  const notFound = failure.status === 404 ? policy['NotFoundErrorRetries'] : undefined
  return notFound ?? entry(policy, failure, withRetries, 'Retries') ?? policy['DefaultRetries'] ?? null
}

/** How many such failures a policy forgives; undefined where it says nothing about them. */
export function allowedFails(failure: Failure, policy: Policy | undefined): number | undefined {
  return policy && entry(policy, failure, withAllowedFails, 'AllowedFails')
}
