// As whom Azure is asked: what a deployment or the environment says, and in which order LiteLLM takes it.
import t from 'tap'
import { entraSettings } from '../../../../services/sdk/providers/openai/entra-settings.ts'
import { clientEntry, entraName, ownEntry } from '../../../../services/sdk/providers/openai/entra.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

type Env = Record<string, string>

const at = (params: JsonObject = {}, env: Env = {}, settings = {}, provider = 'azure') => {
  const entra = entraSettings(provider, params, settings, env)
  const apiKey = typeof params['api_key'] === 'string' ? params['api_key'] : undefined
  return target(provider, 'm', { apiKey, ...(entra ? { entra } : {}) })
}

const client = { tenant_id: 't', client_id: 'c', client_secret: 's' }
const fromEnv = { AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c', AZURE_CLIENT_SECRET: 's' }
const scope = 'https://cognitiveservices.azure.com/.default'
const url = 'https://login.microsoftonline.com/t/oauth2/v2.0/token'
const bySecret = { url, form: { client_id: 'c', client_secret: 's', grant_type: 'client_credentials', scope } }
const oidc = { tenant_id: 't', client_id: 'c', azure_ad_token: 'oidc/env/A' }
const byAssertion = {
  url,
  assertion: 'oidc/env/A',
  form: {
    client_id: 'c',
    grant_type: 'client_credentials',
    scope,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  },
}
const refresh = { enable_azure_ad_token_refresh: true }
const key = { api_key: 'k' }

interface Case {
  name: string
  params?: JsonObject
  env?: Env
  settings?: JsonObject
  /** Over OpenAI's client, over its own scheme, and by LiteLLM itself. */
  want: [client: JsonObject, unversioned: JsonObject, own: JsonObject]
}

const same = (entry: JsonObject): Case['want'] => [entry, entry, entry]

const cases: readonly Case[] = [
  { name: 'nothing', want: same({}) },
  { name: 'a key', params: key, want: same({}) },
  { name: 'a token', params: { azure_ad_token: 'a' }, want: same({ token: 'a' }) },
  { name: 'a token of the environment', env: { AZURE_AD_TOKEN: 'a' }, want: same({ token: 'a' }) },
  { name: 'a token and a key', params: { ...key, azure_ad_token: 'a' }, want: [{ token: 'a' }, {}, {}] },
  { name: 'a client', params: client, want: same({ grant: bySecret }) },
  { name: 'a client of the environment', env: fromEnv, want: same({ grant: bySecret }) },
  { name: 'a client and a key', params: { ...client, ...key }, want: same({}) },
  { name: 'half a client', params: { tenant_id: 't', client_id: 'c' }, want: same({}) },
  {
    name: 'a client and a token',
    params: { ...client, azure_ad_token: 'a' },
    want: [{ token: 'a' }, { grant: bySecret }, { grant: bySecret }],
  },
  { name: 'a token that stands for a client', params: oidc, want: same({ grant: byAssertion }) },
  {
    name: 'a token that stands for a client, and a key',
    params: { ...oidc, ...key },
    want: [{ grant: byAssertion }, {}, {}],
  },
  {
    name: 'another scope and authority',
    params: { ...client, azure_scope: 'x' },
    env: { AZURE_AUTHORITY_HOST: 'login.partner.test/', AZURE_SCOPE: 'y' },
    want: same({
      grant: { url: 'https://login.partner.test/t/oauth2/v2.0/token', form: { ...bySecret.form, scope: 'x' } },
    }),
  },
  {
    name: 'ADFS',
    params: { ...client, tenant_id: 'adfs' },
    env: { AZURE_AUTHORITY_HOST: 'https://a.test' },
    want: same({ grant: { url: 'https://a.test/adfs/oauth2/token' } }),
  },
  {
    name: 'a token in a file',
    env: { AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c', AZURE_FEDERATED_TOKEN_FILE: '/f' },
    settings: refresh,
    want: same({ grant: { ...byAssertion, assertion: 'oidc/azure/' } }),
  },
  {
    name: 'a managed identity',
    env: { AZURE_CLIENT_ID: 'c', AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://imds.test/' },
    settings: refresh,
    want: same({
      grant: {
        url: 'http://imds.test/metadata/identity/oauth2/token',
        query: true,
        headers: { metadata: 'true' },
        form: { 'api-version': '2018-02-01', resource: 'https://cognitiveservices.azure.com', client_id: 'c' },
      },
    }),
  },
  {
    name: 'the identity of an app',
    env: { AZURE_CLIENT_ID: 'c', IDENTITY_ENDPOINT: 'http://app.test/token', IDENTITY_HEADER: 'h' },
    settings: refresh,
    want: same({ grant: { url: 'http://app.test/token', query: true, headers: { 'x-identity-header': 'h' } } }),
  },
  { name: 'a machine and a key', params: key, env: { AZURE_CLIENT_ID: 'c' }, settings: refresh, want: same({}) },
  { name: 'a machine that is not asked', env: { AZURE_CLIENT_ID: 'c' }, want: same({}) },
]

for (const { name, params, env, settings, want } of cases) {
  t.test(name, async t => {
    const to = at(params, env, settings)
    t.match(clientEntry(to, false), want[0])
    t.match(clientEntry(to, true), want[1])
    t.match(ownEntry(to), want[2])
    for (const [index, entry] of [clientEntry(to, false), clientEntry(to, true), ownEntry(to)].entries()) {
      t.same(Object.keys(entry), Object.keys(want[index] ?? {}))
    }
  })
}

t.test('what is left to the other backend', async t => {
  const person = { client_id: 'c', azure_username: 'u', azure_password: 'p' }
  for (const entry of [() => clientEntry(at(person), false), () => ownEntry(at(person))]) {
    t.throws(entry, /signs nobody in with a password/)
  }
  for (const env of [{}, { AZURE_CREDENTIAL: 'AzureCliCredential' }, { AZURE_FEDERATED_TOKEN_FILE: '/f' }] as Env[]) {
    t.throws(() => ownEntry(at({}, env, refresh)), /what this machine is/)
  }
  t.throws(() => ownEntry(at({ azure_ad_token: 'oidc/env/A' })), /for whom this token is/)
  t.throws(() => clientEntry(at({ ...oidc, azure_ad_token: 'oidc/azure/x' }), false), /does not find out/)
})

t.test('a token for nobody is LiteLLM’s refusal', async t => {
  const refused = { status: 422, message: /BadRequestError: AzureException.* AZURE_CLIENT_ID and AZURE_TENANT_ID must/ }
  t.throws(() => clientEntry(at({ azure_ad_token: 'oidc/env/A' }), false), refused)
})

t.test('others have no such settings, and names tell no secret', async t => {
  t.equal(entraSettings('openai', client, {}, fromEnv), undefined)
  const { entra } = at(client)
  t.notMatch(entra && entraName(entra), /"s"/)
})
