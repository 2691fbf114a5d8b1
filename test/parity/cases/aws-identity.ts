/** As whom AWS is called: roles that its STS is asked for, and tokens that stand for them. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { chats, type Row } from '../case.ts'

const topic = 'aws identity'
const arn = (name: string): string => `arn:aws:iam::123456789012:role/${name}`

const inRole = (name: string, params: JsonObject, body: JsonObject = {}): Row => [
  name,
  body,
  { deployment: { aws_sts_endpoint: 'ORIGIN', aws_role_name: arn('worker'), ...params } },
]

/** Nothing but a token that is worth nothing: no case needs a variable or a file of the machine. */
const byToken = (name: string, params: JsonObject, body: JsonObject = {}): Row =>
  inRole(name, { aws_session_name: name.replaceAll(' ', '-'), ...params }, body)

const rows: readonly Row[] = [
  inRole('a role', { aws_session_name: 'a-role' }),
  inRole('a role, streamed', { aws_session_name: 'a-role-streamed' }, { stream: true }),
  inRole('a role without a session’s name', { aws_role_name: arn('nameless') }),
  inRole('a role for a guest', { aws_session_name: 'guest', aws_external_id: 'the id' }),
  inRole('a role with tags', {
    aws_session_name: 'tagged',
    aws_session_tags: [
      { Key: 'team', Value: 'b' },
      { Key: 'area', Value: 'a' },
    ],
  }),
  inRole('a role from a session', { aws_session_name: 'chained', aws_session_token: 'a token' }),
  inRole('a role in another region', { aws_session_name: 'far', aws_region_name: 'eu-central-1' }),
  inRole('a role and no region', { aws_session_name: 'usual', aws_region_name: null }),
  inRole('a role whose name is no ARN', { aws_session_name: 'odd', aws_role_name: 'worker' }),
  inRole('a role and a session with short names', { aws_session_name: 'o', aws_role_name: 'worker' }),
  inRole('a role before a profile', { aws_session_name: 'first', aws_profile_name: 'nobody' }),
  inRole('a bearer token before a role', { api_key: 'bedrock-api-key' }),
  inRole('a role that is refused', { aws_session_name: 'xx', aws_role_name: arn('refused') }),
  inRole(
    'a role that is refused, streamed',
    { aws_session_name: 'yy', aws_role_name: arn('refused') },
    { stream: true },
  ),
  inRole('a role whose token has expired', { aws_session_name: 'zz', aws_role_name: arn('expired') }),
  byToken('a token that is no reference', { aws_web_identity_token: 'eyJ.eyJ.x' }),
  byToken('a token of an unknown kind', { aws_web_identity_token: 'oidc/nobody/x' }),
  byToken('a token in no variable', { aws_web_identity_token: 'oidc/env/CROSSFADE_NO_SUCH_TOKEN' }),
  byToken('a token in no file', { aws_web_identity_token: 'oidc/file/relative' }),
  byToken('a token outside the allowed directories', { aws_web_identity_token: 'oidc/file//etc/hostname' }),
  byToken('a token of CircleCI’s', { aws_web_identity_token: 'oidc/circleci/x' }),
  byToken('a token of GitHub’s', { aws_web_identity_token: 'oidc/github/x' }),
  byToken('a token from a variable', { aws_web_identity_token: 'oidc/env/PATH' }),
  byToken('a token from a variable, refused', {
    aws_web_identity_token: 'oidc/env/PATH',
    aws_role_name: arn('stranger'),
  }),
  byToken('a token and no session’s name', { aws_session_name: null, aws_web_identity_token: 'oidc/env/PATH' }),
]

export const awsIdentityCases = chats(topic, 'bedrock', rows)
