/** How a deployment at AWS is reached and as whom: of its `aws_*` parameters and the variables LiteLLM reads for them. */
import type { JsonObject } from '../providers/translator.ts'

/** Who calls. `elsewhere` is a role that somebody has to be asked for first. */
export type AwsIdentity =
  | { readonly kind: 'bearer'; readonly token: string }
  | {
      readonly kind: 'keys'
      readonly accessKeyId: string
      readonly secretAccessKey: string
      readonly sessionToken: string | undefined
    }
  | { readonly kind: 'profile'; readonly name: string }
  | { readonly kind: 'ambient' }
  | { readonly kind: 'elsewhere'; readonly role: string }

export interface AwsAccess {
  /** The region the deployment names, before what its model's name says. */
  readonly region: string | undefined
  /** The region where neither says anything. */
  readonly usualRegion: string
  readonly endpoint: string | undefined
  readonly identity: AwsIdentity
}

type Env = Readonly<Record<string, string | undefined>>

/** Resolves a deployment's access. `apiKey` is a bearer token of Bedrock's. */
export function awsAccess(params: JsonObject, apiKey: string | undefined, env: Env): AwsAccess {
  return {
    region: text(params['aws_region_name']) ?? text(params['region_name']),
    usualRegion: env.AWS_REGION_NAME || env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-west-2',
    endpoint: text(params['aws_bedrock_runtime_endpoint']) ?? (env.AWS_BEDROCK_RUNTIME_ENDPOINT || undefined),
    identity: identityOf(params, apiKey ?? env.AWS_BEARER_TOKEN_BEDROCK, env),
  }
}

/** LiteLLM's order: a token, a role, a profile, keys, and what else the surroundings have. */
function identityOf(params: JsonObject, token: string | undefined, env: Env): AwsIdentity {
  if (token) return { kind: 'bearer', token }
  const role = text(params['aws_role_name']) ?? env.AWS_ROLE_NAME
  if (role) return { kind: 'elsewhere', role }
  const profile = text(params['aws_profile_name']) ?? env.AWS_PROFILE_NAME
  if (profile) return { kind: 'profile', name: profile }
  const own = text(params['aws_access_key_id'])
  const accessKeyId = own ?? env.AWS_ACCESS_KEY_ID
  const secretAccessKey = text(params['aws_secret_access_key']) ?? env.AWS_SECRET_ACCESS_KEY
  if (!accessKeyId || !secretAccessKey) return { kind: 'ambient' }
  // The environment's token belongs to the environment's key.
  const sessionToken = text(params['aws_session_token']) ?? (own === undefined ? env.AWS_SESSION_TOKEN : undefined)
  return { kind: 'keys', accessKeyId, secretAccessKey, sessionToken: sessionToken || undefined }
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
    case 'elsewhere':
      return `role ${identity.role}`
    case 'ambient':
      return 'ambient'
  }
}

function text(value: JsonObject[string]): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
