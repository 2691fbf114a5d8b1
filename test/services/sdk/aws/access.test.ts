/** How a deployment at AWS is reached, and as whom. */
import t from 'tap'
import { awsAccess, credentialName } from '../../../../services/sdk/aws/access.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'

const keys = { aws_access_key_id: 'AK', aws_secret_access_key: 'SK' }
const envKeys = { AWS_ACCESS_KEY_ID: 'EAK', AWS_SECRET_ACCESS_KEY: 'ESK', AWS_SESSION_TOKEN: 'EST' }

const tag = (Key: string): JsonObject => ({ Key, Value: 'v' })

type Row = {
  name: string
  params?: JsonObject
  apiKey?: string
  env?: Record<string, string>
  want: object
  called: string
}

const rows: Row[] = [
  { name: 'a bearer token', apiKey: 'T', params: keys, want: { kind: 'bearer', token: 'T' }, called: 'T' },
  { name: "the environment's token", env: { AWS_BEARER_TOKEN_BEDROCK: 'E' }, want: { kind: 'bearer' }, called: 'E' },
  { name: 'keys', params: keys, want: { kind: 'keys', accessKeyId: 'AK', secretAccessKey: 'SK' }, called: 'AK' },
  {
    name: 'keys with a token',
    params: { ...keys, aws_session_token: 'ST' },
    want: { kind: 'keys', sessionToken: 'ST' },
    called: 'AK',
  },
  {
    name: "the environment's token is not for configured keys",
    params: keys,
    env: envKeys,
    want: { kind: 'keys', accessKeyId: 'AK', sessionToken: undefined },
    called: 'AK',
  },
  { name: "the environment's keys", env: envKeys, want: { kind: 'keys', sessionToken: 'EST' }, called: 'EAK' },
  {
    name: 'a profile before keys',
    params: { ...keys, aws_profile_name: 'p' },
    want: { kind: 'profile', name: 'p' },
    called: 'profile p',
  },
  {
    name: 'a role before a profile',
    params: { aws_profile_name: 'p', aws_role_name: 'r' },
    want: { kind: 'role', role: { arn: 'r', sessionName: undefined }, caller: { kind: 'ambient' } },
    called: 'role r',
  },
  {
    name: 'a role for keys',
    params: { ...keys, aws_role_name: 'r', aws_session_name: 's', aws_external_id: 'e', aws_region_name: 'eu-west-1' },
    want: { kind: 'role', role: { externalId: 'e', region: 'eu-west-1' }, caller: { kind: 'keys', accessKeyId: 'AK' } },
    called: 'role r s',
  },
  {
    name: 'a role of the environment, at an endpoint that says its region',
    env: { AWS_ROLE_NAME: 'r', AWS_STS_ENDPOINT: 'https://vpce-1.sts.eu-west-2.vpce.amazonaws.com', AWS_REGION: 'x' },
    want: { kind: 'role', role: { arn: 'r', region: 'eu-west-2', tags: [] } },
    called: 'role r',
  },
  {
    name: 'tags in the order of their names',
    params: { aws_role_name: 'r', aws_session_tags: [tag('b'), tag('a')] },
    want: { kind: 'role', role: { tags: [tag('a'), tag('b')] } },
    called: 'role r',
  },
  {
    name: 'a token for a role',
    params: { aws_role_name: 'r', aws_session_name: 's', aws_web_identity_token: 'oidc/file//a' },
    want: { kind: 'web', token: 'oidc/file//a', role: { arn: 'r' } },
    called: 'role r s',
  },
  {
    name: 'a token without a name for the session is none',
    params: { aws_role_name: 'r', aws_web_identity_token: 'oidc/file//a' },
    want: { kind: 'role' },
    called: 'role r',
  },
  {
    name: "an Azure account's token",
    params: { aws_role_name: 'r', aws_session_name: 's', aws_web_identity_token: 'oidc/azure/x' },
    want: { kind: 'elsewhere', role: 'r' },
    called: 'role r',
  },
  {
    name: "an Azure account's token in a file",
    params: { aws_role_name: 'r', aws_session_name: 's', aws_web_identity_token: 'oidc/azure/x' },
    env: { AZURE_FEDERATED_TOKEN_FILE: '/t' },
    want: { kind: 'web' },
    called: 'role r s',
  },
  {
    name: "a service account's role asks for another",
    params: { aws_role_name: 'r' },
    env: { AWS_WEB_IDENTITY_TOKEN_FILE: '/t', AWS_ROLE_ARN: 'arn:aws:iam::1:role/pod' },
    want: { kind: 'role', caller: { kind: 'service-account' } },
    called: 'role r',
  },
  {
    name: 'who has the role already does not ask for it',
    params: { aws_role_name: 'arn:aws:iam::1:role/pod' },
    env: { AWS_WEB_IDENTITY_TOKEN_FILE: '/t', AWS_ROLE_ARN: 'arn:aws:iam::1:role/pod' },
    want: { kind: 'ambient' },
    called: 'ambient',
  },
  { name: 'nothing', want: { kind: 'ambient' }, called: 'ambient' },
]

t.test('who calls', async t => {
  for (const { name, params = {}, apiKey, env = {}, want, called } of rows) {
    const { identity } = awsAccess(params, apiKey, env)
    t.match(identity, want, name)
    t.equal(credentialName(identity), called, name)
  }
})

t.test("a role's region is the model's where none is configured", async t => {
  t.match(awsAccess({ aws_role_name: 'r' }, undefined, {}, 'ap-south-1').identity, { role: { region: 'ap-south-1' } })
})

t.test('where', async t => {
  const usual = awsAccess({}, undefined, {})
  t.match(usual, { region: undefined, usualRegion: 'us-west-2', endpoint: undefined })
  const env = { AWS_REGION: 'eu-west-3', AWS_REGION_NAME: 'eu-west-2', AWS_BEDROCK_RUNTIME_ENDPOINT: 'http://e' }
  t.match(awsAccess({}, undefined, env), { usualRegion: 'eu-west-2', endpoint: 'http://e' })
  const named = { aws_region_name: 'us-east-1', aws_bedrock_runtime_endpoint: 'http://p' }
  t.match(awsAccess(named, undefined, env), { region: 'us-east-1', endpoint: 'http://p' })
})

t.test('where Anthropic’s own API is to be had', async t => {
  for (const [base, want] of [
    ['http://mantle.test/', 'http://mantle.test'],
    ['http://mantle.test/v1', 'http://mantle.test'],
    ['http://mantle.test/openai/v1', 'http://mantle.test'],
    ['', undefined],
  ] as const) {
    t.equal(awsAccess(keys, undefined, { BEDROCK_MANTLE_API_BASE: base }).mantle, want, base)
  }
})
