import t from 'tap'
import { allowedFails, retriesByPolicy } from '../../../../services/sdk/router/policies.ts'

const failure = (status: number, litellmClass: string) => ({ status, litellmClass, message: '' })

const retries: { name: string; status: number; is: string; policy: Record<string, number> | undefined; want: number | null }[] = [
  { name: 'no policy', status: 500, is: 'InternalServerError', policy: undefined, want: null },
  { name: 'its kind', status: 500, is: 'InternalServerError', policy: { InternalServerErrorRetries: 4 }, want: 4 },
  { name: 'another kind', status: 500, is: 'InternalServerError', policy: { TimeoutErrorRetries: 4 }, want: null },
  { name: 'the default', status: 502, is: 'BadGatewayError', policy: { DefaultRetries: 1, TimeoutErrorRetries: 4 }, want: 1 },
  { name: 'a timeout', status: 408, is: 'Timeout', policy: { TimeoutErrorRetries: 0 }, want: 0 },
  { name: 'a kind of bad request', status: 400, is: 'ContextWindowExceededError', policy: { BadRequestErrorRetries: 2 }, want: 2 },
  { name: 'a kind before what it is a kind of', status: 400, is: 'ContentPolicyViolationError', policy: { BadRequestErrorRetries: 2, ContentPolicyViolationErrorRetries: 3 }, want: 3 },
  { name: 'any 404', status: 404, is: 'BadRequestError', policy: { NotFoundErrorRetries: 1, BadRequestErrorRetries: 2 }, want: 1 },
] // prettier-ignore

for (const { name, status, is, policy, want } of retries) {
  t.test(`retries: ${name}`, async t => t.equal(retriesByPolicy(failure(status, is), policy), want))
}

t.test('failures that are forgiven', async t => {
  t.equal(allowedFails(failure(404, 'NotFoundError'), { NotFoundErrorAllowedFails: 3 }), 3)
  t.equal(allowedFails(failure(404, 'NotFoundError'), { DefaultRetries: 3 }), undefined)
  t.equal(allowedFails(failure(404, 'NotFoundError'), undefined), undefined)
})
