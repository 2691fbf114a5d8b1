/** How a deployment at AWS is reached and as whom: of its `aws_*` parameters and the variables LiteLLM reads for them. */
import { asString, objectsOf } from '../providers/json.ts'
import type { Json, JsonObject } from '../providers/translator.ts'
import { needsOtherSource } from './oidc-token.ts'

/** Keys as they stand in the configuration. */
interface AwsKeys {
  readonly kind: 'keys'
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string | undefined
}

/** A role that AWS's STS is asked for, and where. */
export interface AwsRole {
  readonly arn: string
  readonly sessionName: string | undefined
  readonly externalId: string | undefined
  readonly tags: readonly { readonly Key: string; readonly Value: string }[]
  readonly endpoint: string | undefined
  readonly region: string
}

/** Who asks for a role: keys, what the surroundings have, or a service account's role there under the session's name. */
export type RoleCaller = AwsKeys | { readonly kind: 'ambient' } | { readonly kind: 'service-account' }

/** Who calls. `elsewhere` is somebody only the other backend can be. */
export type AwsIdentity =
  | { readonly kind: 'bearer'; readonly token: string }
  | AwsKeys
  | { readonly kind: 'profile'; readonly name: string }
  | { readonly kind: 'ambient' }
  | { readonly kind: 'role'; readonly role: AwsRole; readonly caller: RoleCaller }
  | { readonly kind: 'web'; readonly role: AwsRole; readonly token: string }
  | { readonly kind: 'elsewhere'; readonly role: string }

export interface AwsAccess {
  /** The region the deployment names, before what its model's name says. */
  readonly region: string | undefined
  /** The region where neither says anything. */
  readonly usualRegion: string
  readonly endpoint: string | undefined
  /** Where Anthropic's own API is to be had at AWS, if not at the usual address. */
  readonly mantle?: string | undefined
  /** The model that counts tokens for this one, where the configuration says so: `token_count_model`. */
  readonly countModel?: Json | undefined
  readonly identity: AwsIdentity
}

type Env = Readonly<Record<string, string | undefined>>

const usualRegionIn = (env: Env): string =>
  env.AWS_REGION_NAME || env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-west-2'

/** Resolves a deployment's access. `apiKey` is a bearer token of Bedrock's, `regionOfModel` what the model's ARN says. */
export function awsAccess(
  params: JsonObject,
  apiKey: string | undefined,
  env: Env,
  regionOfModel?: string,
  usualRegion = usualRegionIn(env),
): AwsAccess {
  const region = text(params['aws_region_name']) ?? text(params['region_name'])
  return {
    region,
    usualRegion,
    endpoint: text(params['aws_bedrock_runtime_endpoint']) ?? (env.AWS_BEDROCK_RUNTIME_ENDPOINT || undefined),
    // The variable is meant for OpenAI's words at the same address, too.
    mantle: env.BEDROCK_MANTLE_API_BASE?.replace(/\/+$/, '').replace(/(?:\/openai)?\/v1$/, '') || undefined,
    identity: identityOf(params, apiKey ?? env.AWS_BEARER_TOKEN_BEDROCK, env, region ?? regionOfModel ?? usualRegion),
  }
}

/** LiteLLM's order: a token, a role, a profile, keys, and what else the surroundings have. */
function identityOf(params: JsonObject, token: string | undefined, env: Env, region: string): AwsIdentity {
  if (token) return { kind: 'bearer', token }
  const arn = text(params['aws_role_name']) ?? env.AWS_ROLE_NAME
  if (arn) return inRole(roleOf(arn, params, env, region), params, env)
  const profile = text(params['aws_profile_name']) ?? env.AWS_PROFILE_NAME
  if (profile) return { kind: 'profile', name: profile }
  return keysOf(params, env) ?? { kind: 'ambient' }
}

function keysOf(params: JsonObject, env: Env): AwsKeys | undefined {
  const own = text(params['aws_access_key_id'])
  const accessKeyId = own ?? env.AWS_ACCESS_KEY_ID
  const secretAccessKey = text(params['aws_secret_access_key']) ?? env.AWS_SECRET_ACCESS_KEY
  if (!accessKeyId || !secretAccessKey) return undefined
  // The environment's token belongs to the environment's key.
  const sessionToken = text(params['aws_session_token']) ?? (own === undefined ? env.AWS_SESSION_TOKEN : undefined)
  return { kind: 'keys', accessKeyId, secretAccessKey, sessionToken: sessionToken || undefined }
}

function roleOf(arn: string, params: JsonObject, env: Env, region: string): AwsRole {
  const endpoint = text(params['aws_sts_endpoint']) ?? (env.AWS_STS_ENDPOINT || undefined)
  return {
    arn,
    sessionName: text(params['aws_session_name']) ?? (env.AWS_SESSION_NAME || undefined),
    externalId: text(params['aws_external_id']) ?? (env.AWS_EXTERNAL_ID || undefined),
    tags: objectsOf(params['aws_session_tags'])
      .map(tag => ({ Key: asString(tag['Key']) ?? '', Value: asString(tag['Value']) ?? '' }))
      .toSorted((one, other) => (one.Key < other.Key ? -1 : 1)),
    endpoint,
    region: regionOfSts(endpoint) ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION || region),
  }
}

const regionOfSts = (endpoint: string | undefined): string | undefined =>
  /(?:^|[./])sts(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|vpce\.amazonaws\.com)/.exec(endpoint ?? '')?.[1]

/** A token of somebody else's that stands for the role, or whoever may take it. */
function inRole(role: AwsRole, params: JsonObject, env: Env): AwsIdentity {
  const token = text(params['aws_web_identity_token']) ?? (env.AWS_WEB_IDENTITY_TOKEN || undefined)
  if (token !== undefined && role.sessionName !== undefined) {
    return needsOtherSource(token, env) ? { kind: 'elsewhere', role: role.arn } : { kind: 'web', role, token }
  }
  const account = env.AWS_WEB_IDENTITY_TOKEN_FILE ? env.AWS_ROLE_ARN : undefined
  // Who is in the role already does not ask for it.
  if (account === role.arn && /^arn:[^:]*:[^:]*:[^:]*:[^:]*:role\//.test(role.arn)) return { kind: 'ambient' }
  const keys = keysOf(params, env)
  return { kind: 'role', role, caller: keys ?? { kind: account ? 'service-account' : 'ambient' } }
}

/** What tells sessions of different callers apart. */
export function credentialName(identity: AwsIdentity): string {
  switch (identity.kind) {
    case 'bearer':
      return identity.token
    case 'keys':
      return identity.accessKeyId
    case 'profile':
      return `profile ${identity.name}`
    case 'role':
    case 'web':
      return `role ${identity.role.arn} ${identity.role.sessionName ?? ''}`.trimEnd()
    case 'elsewhere':
      return `role ${identity.role}`
    case 'ambient':
      return 'ambient'
  }
}

function text(value: JsonObject[string]): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
