import t from 'tap'
import { credentialHeaders, type Presented, presentedKey, sameKey } from '../../../services/shared/auth.ts'

const key = (text: string): Presented => ({ kind: 'key', key: text })

const cases: { name: string; headers: Record<string, string | string[]>; want: Presented }[] = [
  { name: 'nothing', headers: {}, want: { kind: 'none' } },
  { name: 'Bearer', headers: { authorization: 'Bearer sk-1' }, want: key('sk-1') },
  { name: 'bearer in lower case', headers: { authorization: 'bearer sk-1' }, want: key('sk-1') },
  { name: 'Basic', headers: { authorization: 'Basic sk-1' }, want: key('sk-1') },
  { name: 'no scheme', headers: { authorization: 'sk-1' }, want: { kind: 'malformed' } },
  { name: 'another scheme', headers: { authorization: 'Digest sk-1' }, want: { kind: 'malformed' } },
  { name: 'a scheme alone', headers: { authorization: 'Bearer ' }, want: { kind: 'malformed' } },
  { name: 'an empty Authorization', headers: { authorization: '' }, want: { kind: 'none' } },
  { name: 'api-key', headers: { 'api-key': 'sk-1' }, want: key('sk-1') },
  { name: 'x-api-key', headers: { 'x-api-key': 'sk-1' }, want: key('sk-1') },
  { name: 'x-goog-api-key', headers: { 'x-goog-api-key': 'sk-1' }, want: key('sk-1') },
  { name: 'ocp-apim-subscription-key', headers: { 'ocp-apim-subscription-key': 'sk-1' }, want: key('sk-1') },
  { name: 'x-litellm-api-key', headers: { 'x-litellm-api-key': 'sk-1' }, want: key('sk-1') },
  { name: 'x-litellm-api-key with a scheme', headers: { 'x-litellm-api-key': 'Bearer sk-1' }, want: key('sk-1') },
  { name: "x-litellm-api-key in Langfuse's way", headers: { 'x-litellm-api-key': 'Basic sk-1' }, want: key('sk-1') },
  { name: 'several values', headers: { 'x-api-key': ['sk-1', 'sk-2'] }, want: key('sk-1') },
  {
    name: 'x-litellm-api-key before Authorization',
    headers: { authorization: 'Bearer b', 'x-litellm-api-key': 'a' },
    want: key('a'),
  },
  {
    name: 'Authorization before x-api-key',
    headers: { 'x-api-key': 'b', authorization: 'Bearer a' },
    want: key('a'),
  },
  {
    name: 'a malformed Authorization before a good x-api-key',
    headers: { 'x-api-key': 'b', authorization: 'a' },
    want: { kind: 'malformed' },
  },
  { name: 'api-key before x-api-key', headers: { 'x-api-key': 'b', 'api-key': 'a' }, want: key('a') },
  { name: 'x-api-key before x-goog-api-key', headers: { 'x-goog-api-key': 'b', 'x-api-key': 'a' }, want: key('a') },
  {
    name: 'x-goog-api-key before ocp-apim-subscription-key',
    headers: { 'ocp-apim-subscription-key': 'b', 'x-goog-api-key': 'a' },
    want: key('a'),
  },
]

for (const { name, headers, want } of cases) {
  t.test(name, async t => {
    t.strictSame(presentedKey(headers), want)
    for (const header of Object.keys(headers)) t.ok(credentialHeaders.has(header), `${header} is a credential`)
  })
}

t.test('keys are the same or not, whatever their lengths', async t => {
  t.equal(sameKey('sk-1', 'sk-1'), true)
  for (const other of ['sk-2', 'sk-', 'sk-11', '', 'SK-1', 'sk-1 ']) t.equal(sameKey(other, 'sk-1'), false, other)
})
