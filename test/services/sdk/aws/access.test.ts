/** How a deployment at AWS is reached, and as whom. */
import t from 'tap'
import { awsAccess, credentialName } from '../../../../services/sdk/aws/access.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'

const keys = { aws_access_key_id: 'AK', aws_secret_access_key: 'SK' }
const envKeys = { AWS_ACCESS_KEY_ID: 'EAK', AWS_SECRET_ACCESS_KEY: 'ESK', AWS_SESSION_TOKEN: 'EST' }

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
    want: { kind: 'elsewhere', role: 'r' },
    called: 'role r',
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

t.test('where', async t => {
  const usual = awsAccess({}, undefined, {})
  t.match(usual, { region: undefined, usualRegion: 'us-west-2', endpoint: undefined })
  const env = { AWS_REGION: 'eu-west-3', AWS_REGION_NAME: 'eu-west-2', AWS_BEDROCK_RUNTIME_ENDPOINT: 'http://e' }
  t.match(awsAccess({}, undefined, env), { usualRegion: 'eu-west-2', endpoint: 'http://e' })
  const named = { aws_region_name: 'us-east-1', aws_bedrock_runtime_endpoint: 'http://p' }
  t.match(awsAccess(named, undefined, env), { region: 'us-east-1', endpoint: 'http://p' })
})
