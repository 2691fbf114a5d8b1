/** How Azure lets a call in that has no key, or has a token besides: in LiteLLM's order, which differs by its two ways to call. */
import { NotServed, type Target, type TokenGrant } from '../translator.ts'
import { azureError } from './azure-errors.ts'
import type { EntraSettings, Machine } from './entra-settings.ts'

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
  const granted = (apiKey ? undefined : bySecret(entra)) ?? byPassword(entra)
  const said = entra.token?.startsWith('oidc/') ? byAssertion(entra, entra.token, target) : plain(entra)
  const machine = !apiKey && !granted && !said ? byMachine(entra) : undefined
  if (!keyFirst) return said ?? granted ?? machine ?? {}
  return apiKey ? {} : (granted ?? machine ?? said ?? {})
}

/** By LiteLLM itself: a key is enough, and what is granted comes before a token that is there. */
export function ownEntry(target: Target): Entry {
  const { entra, apiKey } = target
  if (!entra || apiKey) return {}
  const { token, client, tenant } = entra
  const granted = bySecret(entra) ?? byPassword(entra)
  if (granted) return granted
  if (token?.startsWith('oidc/')) {
    if (!client || !tenant) throw new NotServed('The sdk backend does not know for whom this token is.')
    return byAssertion(entra, token, target)
  }
  return byMachine(entra) ?? plain(entra) ?? {}
}

/** Tells credentials apart, for their sessions. */
export const entraName = ({ token, tenant, client, username }: EntraSettings): string =>
  JSON.stringify([tenant, client, username, token])

const plain = ({ token }: EntraSettings): Pass | undefined => (token === undefined ? undefined : { token })

/** LiteLLM's library asks ADFS, which is older, in another place. */
function endpoint({ authority }: EntraSettings, tenant: string): string {
  const path = tenant.toLowerCase() === 'adfs' ? 'adfs/oauth2/token' : `${tenant}/oauth2/v2.0/token`
  return `${authority}/${path}`
}

function bySecret(entra: EntraSettings): Pass | undefined {
  const { tenant, client, secret, scope } = entra
  if (!tenant || !client || !secret) return undefined
  const form = { client_id: client, client_secret: secret, grant_type: 'client_credentials', scope }
  return { grant: { url: endpoint(entra, tenant), headers: accepting, form } }
}

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

function byMachine(entra: EntraSettings): Pass | undefined {
  const { machine, tenant = '', client = '' } = entra
  if (!machine) return undefined
  if (machine.kind === 'file') return { grant: { ...assertionGrant(entra, tenant, client), assertion: 'oidc/azure/' } }
  if (machine.kind === 'service') return { grant: serviceGrant(entra, machine, client) }
  throw new NotServed(machineUnknown)
}

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
