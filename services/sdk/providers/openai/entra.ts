/** How Azure lets a call in that has no key, or has a token besides: in LiteLLM's order, which differs by its two ways to call. */
import { isLoopback } from '../../../shared/loopback.ts'
import { asObject, asString, parseJson } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import { NotServed, type ProviderFault, type Target, type TokenGrant } from '../translator.ts'
import { azureError } from './azure-errors.ts'
import type { EntraSettings, Machine } from './entra-settings.ts'
import { openAiError } from './errors.ts'

/** A token as it is, or what grants one. */
type Pass = { readonly token: string } | { readonly grant: TokenGrant }

/** What a call is let in by; neither where only the key is left. */
export type Entry = Partial<Record<'token', string> & Record<'grant', TokenGrant>>

/** The headers of a call, and what grants the token that is to be one of them. */
export interface Access {
  readonly headers: Record<string, string>
  readonly grant?: TokenGrant
}

/** A token where it belongs. */
export const accessOf = ({ token, grant }: Entry): Access => ({
  headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  ...(grant ? { grant } : {}),
})

/** By OpenAI's client: a token comes before a key, unless OpenAI's own scheme is spoken. */
export function clientEntry(target: Target, keyFirst: boolean): Entry {
  const { entra, apiKey } = target
  if (!entra) return {}
  // LiteLLM forgets a token of the environment here; where there is no key it is better than nothing.
  const token = apiKey && entra.ambient ? undefined : entra.token
  const granted = (apiKey ? undefined : bySecret(entra, 'client')) ?? byPassword(entra)
  const said = token?.startsWith('oidc/') ? byAssertion(entra, token, target) : plain(token)
  const machine = !apiKey && !granted && !said ? byMachine(entra, 'client') : undefined
  if (!keyFirst) return said ?? granted ?? machine ?? {}
  return apiKey ? {} : (granted ?? machine ?? said ?? {})
}

/** By LiteLLM itself: a key is enough, and what is granted comes before a token that is there. */
export function ownEntry(target: Target): Entry {
  const { entra, apiKey } = target
  if (!entra || apiKey) return {}
  const { token, client, tenant } = entra
  const granted = bySecret(entra, 'own') ?? byPassword(entra)
  if (granted) return granted
  if (token?.startsWith('oidc/')) {
    if (!client || !tenant) throw new NotServed('The sdk backend does not know for whom this token is.')
    return byAssertion(entra, token, target)
  }
  return byMachine(entra, 'own') ?? plain(token) ?? {}
}

/** Tells credentials apart, for their sessions. */
export const entraName = ({ token, tenant, client, username }: EntraSettings): string =>
  JSON.stringify([tenant, client, username, token])

const plain = (token: string | undefined): Pass | undefined => (token === undefined ? undefined : { token })

/** ADFS, which is older, is asked in another place. No secret leaves the machine in the clear. */
function endpoint({ authority }: EntraSettings, tenant: string): string {
  const { protocol, hostname } = new URL(authority)
  if (protocol !== 'https:' && !isLoopback(hostname)) {
    throw new NotServed('The sdk backend asks for tokens over TLS.')
  }
  const path = tenant.toLowerCase() === 'adfs' ? 'adfs/oauth2/token' : `${tenant}/oauth2/v2.0/token`
  return `${authority}/${path}`
}

type Way = NonNullable<TokenGrant['library']>

function bySecret(entra: EntraSettings, library: Way): Pass | undefined {
  const { tenant, client, secret, scope } = entra
  if (!tenant || !client || !secret) return undefined
  const form = { client_id: client, grant_type: 'client_credentials', client_info: '1', client_secret: secret, scope }
  return { grant: { url: endpoint(entra, tenant), headers: accepting, form, prefix: failed, library } }
}

const failed = 'Authentication failed: '

const accepting = { accept: 'application/json' }

/** A person may belong to another house than Microsoft's, which is a long way to go. */
function byPassword({ client, username, password }: EntraSettings): undefined {
  if (client && username && password) throw new NotServed('The sdk backend signs nobody in with a password.')
  return undefined
}

function byAssertion(entra: EntraSettings, assertion: string, target: Target): Pass {
  const { tenant, client, elsewhere } = entra
  if (!tenant || !client) throw azureError(422, unowned, unowned, undefined, target)
  if (elsewhere) throw new NotServed(machineUnknown)
  return { grant: { ...assertionGrant(entra, tenant, client), assertion } }
}

const unowned = 'AZURE_CLIENT_ID and AZURE_TENANT_ID must be set'

const assertionGrant = (entra: EntraSettings, tenant: string, client: string): TokenGrant => ({
  url: endpoint(entra, tenant),
  headers: {},
  form: {
    client_id: client,
    grant_type: 'client_credentials',
    scope: entra.scope,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  },
})

function byMachine(entra: EntraSettings, library: Way): Pass | undefined {
  const { machine, tenant = '', client = '' } = entra
  if (!machine) return undefined
  if (machine.kind === 'file') {
    const grant = assertionGrant(entra, tenant, client)
    return { grant: { ...grant, assertion: 'oidc/azure/', prefix: failed, library } }
  }
  if (machine.kind === 'service') {
    return { grant: { ...serviceGrant(entra, machine, client), prefix: unavailable, library } }
  }
  throw new NotServed(machineUnknown)
}

const unavailable =
  'ManagedIdentityCredential authentication unavailable, no response from the IMDS endpoint. Token request error: '

const machineUnknown = 'The sdk backend does not find out what this machine is at Azure.'

function serviceGrant(
  { scope }: EntraSettings,
  { host, header }: Machine & { kind: 'service' },
  client: string,
): TokenGrant {
  const form = { resource: scope.replace(/\/\.default$/, ''), client_id: client }
  if (header !== undefined) {
    const headers = { 'x-identity-header': header }
    return { url: host, headers, form: { 'api-version': '2019-08-01', ...form }, query: true }
  }
  const url = `${host}/metadata/identity/oauth2/token`
  return { url, headers: { metadata: 'true' }, form: { 'api-version': '2018-02-01', ...form }, query: true }
}

/** A refusal of who grants tokens, in LiteLLM's words; status 0 where nobody could even be asked. */
export function entraRefused(status: number, text: string, grant: TokenGrant, target: Target): ProviderFault {
  const atAzure = target.provider === 'azure'
  if (grant.library === undefined && atAzure) return azureError(status || 500, text, text, undefined, target)
  if (status === 0 && !atAzure) {
    return litellmFault('APIConnectionError', 500, `APIConnectionError: Azure_aiException - ${text}`, target)
  }
  if (grant.library === undefined) return openAiError(status, text, target)
  const told = (grant.prefix ?? '') + described(status, text, grant.query === true)
  if (grant.library === 'client') return azureError(500, told, told, undefined, target)
  const name = atAzure ? 'AzureException APIConnectionError' : 'APIConnectionError: Azure_aiException'
  return litellmFault('APIConnectionError', 500, `${name} - Failed to get Azure AD token: ${told}`, target)
}

function described(status: number, text: string, both: boolean): string {
  const said = asObject(parseJson(text))
  const [error, description] = [asString(said?.['error']), asString(said?.['error_description'])]
  if (both && error !== undefined) return `(${error}) ${description ?? ''}`
  if (status >= 500 && said !== undefined) return `HTTP Error: ${status}`
  return description ?? error ?? text
}
