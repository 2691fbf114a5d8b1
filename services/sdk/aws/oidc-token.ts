/** The token that stands for a role: read anew each time it is needed, from where LiteLLM's `oidc/…` says it is. */
import { readFile, realpath } from 'node:fs/promises'
import { isAbsolute, sep } from 'node:path'
import { asObject, asString, parseJson } from '../providers/json.ts'
import { pythonRepr } from '../providers/python-text.ts'
import type { Json } from '../providers/translator.ts'

type Env = Readonly<Record<string, string | undefined>>

/** A token that cannot be had; `status` where LiteLLM gives it one. */
export class NoToken extends Error {
  readonly status: number | undefined
  constructor(message: string, status?: number) {
    super(message)
    this.status = status
  }
}

const azure = 'oidc/azure/'

/** Whether only the other backend can get a token: of an Azure account, which is more than a file. */
export const needsOtherSource = (reference: string, env: Env): boolean =>
  reference.startsWith(azure) && !env.AZURE_FEDERATED_TOKEN_FILE

/** The token behind a reference. A text that is none is no token for LiteLLM either. */
export async function readOidcToken(reference: string, env: Env, get: typeof fetch = fetch): Promise<string> {
  const [kind, source, ...rest] = reference.split('/')
  if (reference.startsWith('os.environ/') || env[reference] !== undefined) {
    throw new NoToken('Invalid web identity token reference.', 400)
  }
  if (kind !== 'oidc') throw new NoToken('OIDC token could not be retrieved from secret manager.', 401)
  const audience = rest.join('/')
  switch (source) {
    case 'file':
      return await readFile(await allowedPath(audience, env), 'utf8')
    case 'env':
      return fromVariable(audience, env)
    case 'env_path':
      return await readFile(fromVariable(audience, env), 'utf8')
    case 'azure':
      return await readFile(env.AZURE_FEDERATED_TOKEN_FILE ?? '', 'utf8')
    case 'circleci':
      return ofCircle('CIRCLE_OIDC_TOKEN', env)
    case 'circleci_v2':
      return ofCircle('CIRCLE_OIDC_TOKEN_V2', env)
    case 'google':
      return await fromGoogle(audience, get)
    case 'github':
      return await fromGithub(audience, env, get)
    default:
      throw new NoToken('Unsupported OIDC provider')
  }
}

function fromVariable(name: string, env: Env): string {
  const value = env[name]
  if (value === undefined) throw new NoToken(`Environment variable ${name} not found`)
  return value
}

function ofCircle(name: string, env: Env): string {
  const value = env[name]
  if (value === undefined) throw new NoToken(`${name} not found in environment`)
  return value
}

/** A file within the directories that hold credentials, wherever links lead. */
async function allowedPath(path: string, env: Env): Promise<string> {
  if (!isAbsolute(path)) {
    throw new NoToken(
      "oidc/file path must be absolute. Use the format 'oidc/file//var/run/secrets/<name>' (note the leading slash " +
        "after 'oidc/file/').",
    )
  }
  const resolved = await realpath(path).catch(() => path)
  const named = (env.LITELLM_OIDC_ALLOWED_CREDENTIAL_DIRS ?? '').split(',').map(each => each.trim())
  const given = named.filter(each => each !== '')
  const directories = given.length > 0 ? given : ['/var/run/secrets', '/run/secrets']
  for (const directory of directories) {
    const real = await realpath(directory).catch(() => directory)
    if (resolved.startsWith(real.endsWith(sep) ? real : real + sep)) return resolved
  }
  throw new NoToken(
    'oidc/file path is outside the allowed credential directories. Set LITELLM_OIDC_ALLOWED_CREDENTIAL_DIRS to extend ' +
      'the allowlist.',
  )
}

async function fromGoogle(audience: string, get: typeof fetch): Promise<string> {
  const url = new URL('http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity')
  url.searchParams.set('audience', audience)
  const answer = await get(url, { headers: { 'Metadata-Flavor': 'Google' } })
  if (!answer.ok) throw new NoToken('Google OIDC provider failed')
  return await answer.text()
}

async function fromGithub(audience: string, env: Env, get: typeof fetch): Promise<string> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: base, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = env
  if (base === undefined || token === undefined) {
    throw new NoToken('ACTIONS_ID_TOKEN_REQUEST_URL or ACTIONS_ID_TOKEN_REQUEST_TOKEN not found in environment')
  }
  const url = new URL(base)
  url.searchParams.set('audience', audience)
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json; api-version=2.0' }
  const answer = await get(url, { headers })
  const value = answer.ok ? asString(asObject((await answer.json()) as Json)?.['value']) : undefined
  if (value === undefined) throw new NoToken('Github OIDC provider failed')
  return value
}

/** For whom and by whom a token was made, in Python's words; nothing where it does not say. */
export function claimsOf(token: string): string {
  const parts = token.split('.')
  const claims =
    parts.length === 3 ? asObject(parseJson(Buffer.from(parts[1] ?? '', 'base64url').toString())) : undefined
  const { aud = null, iss = null } = claims ?? {}
  return aud === null && iss === null ? '' : ` Token aud=${pythonRepr(aud)}, iss=${pythonRepr(iss)}`
}
