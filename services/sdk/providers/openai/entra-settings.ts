/** As whom Azure is asked, where that is not a key: a deployment's parameters, or what the environment says. */
import { needsOtherSource } from '../../aws/oidc-token.ts'
import { asString } from '../json.ts'
import type { Json } from '../translator.ts'

/** The credentials of Entra ID that a deployment has, as far as they are said. */
export interface EntraSettings {
  /** A token, or where one is that stands for the client (`oidc/…`). */
  readonly token: string | undefined
  /** Whether the environment has it: OpenAI's client is not told of that. */
  readonly ambient: boolean
  /** Whether only the other backend can get at that one. */
  readonly elsewhere: boolean
  readonly tenant: string | undefined
  readonly client: string | undefined
  readonly secret: string | undefined
  readonly username: string | undefined
  readonly password: string | undefined
  readonly scope: string
  /** Who grants tokens. */
  readonly authority: string
  /** What the machine itself is, where LiteLLM is set to ask as that; `other` is for LiteLLM to find out. */
  readonly machine: Machine | undefined
}

/** A machine's own identity: a token in a file, or a service that grants tokens to whoever reaches it. */
export type Machine =
  | { readonly kind: 'file' }
  | { readonly kind: 'service'; readonly host: string; readonly header?: string }
  | { readonly kind: 'other' }

type Env = Readonly<Record<string, string | undefined>>

const usualScope = 'https://cognitiveservices.azure.com/.default'
const usualAuthority = 'https://login.microsoftonline.com'
const usualService = 'http://169.254.169.254'

/** The settings of a deployment; undefined where it is not at Azure. */
export function entraSettings(
  provider: string,
  params: Readonly<Record<string, unknown>>,
  settings: Readonly<Record<string, unknown>> | undefined,
  env: Env,
): EntraSettings | undefined {
  if (provider !== 'azure' && provider !== 'azure_ai') return undefined
  const said = (name: string, variable: string): string | undefined =>
    asString(params[name] as Json | undefined) ?? (env[variable] || undefined)
  const token = said('azure_ad_token', 'AZURE_AD_TOKEN')
  return {
    token,
    ambient: asString(params['azure_ad_token'] as Json | undefined) === undefined,
    elsewhere: token !== undefined && needsOtherSource(token, env),
    tenant: said('tenant_id', 'AZURE_TENANT_ID'),
    client: said('client_id', 'AZURE_CLIENT_ID'),
    secret: said('client_secret', 'AZURE_CLIENT_SECRET'),
    username: said('azure_username', 'AZURE_USERNAME'),
    password: said('azure_password', 'AZURE_PASSWORD'),
    scope: said('azure_scope', 'AZURE_SCOPE') ?? usualScope,
    authority: authorityOf(env.AZURE_AUTHORITY_HOST),
    machine: settings?.['enable_azure_ad_token_refresh'] === true ? machineOf(env) : undefined,
  }
}

function authorityOf(host = usualAuthority): string {
  const named = host.trim().replace(/\/+$/, '')
  return /^https?:\/\//.test(named) ? named : `https://${named}`
}

/** Which of azure-identity's credentials the environment means, of those that are asked for over HTTP. */
function machineOf(env: Env): Machine {
  const named = env.AZURE_CREDENTIAL
  const { AZURE_CLIENT_ID: client, AZURE_FEDERATED_TOKEN_FILE: file } = env
  if (!named && file) return client && env.AZURE_TENANT_ID ? { kind: 'file' } : { kind: 'other' }
  const isManaged = named ? named === 'ManagedIdentityCredential' : !env.AZURE_CLIENT_SECRET
  if (!isManaged || !client || file || env.MSI_ENDPOINT) return { kind: 'other' }
  const { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header, IDENTITY_SERVER_THUMBPRINT: fabric } = env
  if (endpoint) return header && !fabric ? { kind: 'service', host: endpoint, header } : { kind: 'other' }
  return { kind: 'service', host: (env.AZURE_POD_IDENTITY_AUTHORITY_HOST || usualService).replace(/\/+$/, '') }
}
