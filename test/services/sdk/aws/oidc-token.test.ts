/** Where tokens are found that stand for a role. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { claimsOf, needsOtherSource, readOidcToken } from '../../../../services/sdk/aws/oidc-token.ts'

const directory = t.testdir({ token: 'from a file' })
const file = join(directory, 'token')
const allowed = { LITELLM_OIDC_ALLOWED_CREDENTIAL_DIRS: `/nowhere, ${directory}` }

const found: { name: string; reference: string; env: Record<string, string>; want: string }[] = [
  { name: 'a variable', reference: 'oidc/env/A', env: { A: 'a' }, want: 'a' },
  { name: 'a file', reference: `oidc/file/${file}`, env: allowed, want: 'from a file' },
  { name: 'a file a variable names', reference: 'oidc/env_path/A', env: { A: file }, want: 'from a file' },
  { name: "Azure's file", reference: 'oidc/azure/x', env: { AZURE_FEDERATED_TOKEN_FILE: file }, want: 'from a file' },
  { name: "CircleCI's", reference: 'oidc/circleci/', env: { CIRCLE_OIDC_TOKEN: 'c' }, want: 'c' },
  { name: "CircleCI's second", reference: 'oidc/circleci_v2/', env: { CIRCLE_OIDC_TOKEN_V2: 'd' }, want: 'd' },
]

t.test('tokens that are there', async t => {
  for (const { name, reference, env, want } of found) t.equal(await readOidcToken(reference, env), want, name)
})

t.test('a file is read anew each time', async t => {
  const path = join(t.testdir({ token: 'one' }), 'token')
  const read = (): Promise<string> => readOidcToken('oidc/env_path/A', { A: path })
  t.equal(await read(), 'one')
  writeFileSync(path, 'two')
  t.equal(await read(), 'two')
})

const lost: {
  name: string
  reference: string
  env?: Record<string, string>
  want: Record<string, string | number | RegExp>
}[] = [
  { name: 'a text', reference: 'eyJ', want: { status: 401, message: /could not be retrieved/ } },
  { name: 'the name of a variable', reference: 'A', env: { A: 'a' }, want: { status: 400 } },
  { name: 'an unresolved variable', reference: 'os.environ/A', want: { status: 400 } },
  { name: 'an unknown kind', reference: 'oidc/nobody/x', want: { message: 'Unsupported OIDC provider' } },
  { name: 'no variable', reference: 'oidc/env/A', want: { message: 'Environment variable A not found' } },
  { name: 'a relative path', reference: 'oidc/file/a', want: { message: /must be absolute/ } },
  { name: 'a path outside', reference: `oidc/file/${file}`, want: { message: /outside the allowed/ } },
  { name: 'no GitHub', reference: 'oidc/github/a', want: { message: /^ACTIONS_ID_TOKEN_REQUEST_URL or/ } },
]

t.test('tokens that are not', async t => {
  for (const { name, reference, env = {}, want } of lost) {
    t.match(await readOidcToken(reference, env).catch((fault: unknown) => fault), want, name)
  }
})

t.test('tokens that are fetched', async t => {
  const asked: [string, RequestInit['headers']][] = []
  const get: typeof fetch = (url, init) => {
    asked.push([String(url instanceof Request ? url.url : url), init?.headers])
    return Promise.resolve(new Response(asked.length === 1 ? '{"value":"h"}' : 'g'))
  }
  const env = { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://a/?b=c', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'T' }
  t.equal(await readOidcToken('oidc/github/x/y', env, get), 'h')
  t.equal(await readOidcToken('oidc/google/x', {}, get), 'g')
  t.match(asked, [
    ['http://a/?b=c&audience=x%2Fy', { authorization: 'Bearer T' }],
    [/^http:\/\/metadata\.google\.internal\/.*\?audience=x$/, { 'Metadata-Flavor': 'Google' }],
  ])
})

t.test('whom a token names', async t => {
  t.equal(claimsOf('no token'), '')
  t.equal(claimsOf(`a.${Buffer.from('{"aud":"x"}').toString('base64url')}.b`), " Token aud='x', iss=None")
})

t.test('tokens only the other backend gets', async t => {
  t.equal(needsOtherSource('oidc/azure/x', {}), true)
  t.equal(needsOtherSource('oidc/env/x', {}), false)
})
