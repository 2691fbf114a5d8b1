/** Google's accounts through its own library, which is loaded when the first one is opened. */
import type { AuthClient } from 'google-auth-library'
import { asObject, asString } from '../providers/json.ts'
import { pythonJson, pythonRepr } from '../providers/python-text.ts'
import type { Json, JsonObject } from '../providers/translator.ts'
import type { Token } from './token-cache.ts'

/** An account that can ask for tokens. */
export interface GoogleAccount {
  readonly project: string | undefined
  fetchToken(): Promise<Token>
}

const scopes = ['https://www.googleapis.com/auth/cloud-platform']
const timeoutMs = 30_000
/** Failures of the token endpoint that may pass. */
const statusCodesToRetry = [408, 429, 500, 503, 504].map(status => [status, status])
/** How long a token of unknown life is kept. */
const shortestLifeMs = 300_000

/** Opens the account that its JSON describes. */
export async function openAccount(info: JsonObject): Promise<GoogleAccount> {
  const { ExternalAccountClient, UserRefreshClient } = await import('google-auth-library')
  if (info['type'] === 'external_account') {
    const client = ExternalAccountClient.fromJSON(info as never)
    if (client === null) throw new Error('The external account is none that Google knows.')
    client.scopes = scopes
    return accountOf(client, undefined)
  }
  if (info['type'] === 'authorized_user') {
    const client = new UserRefreshClient()
    client.fromJSON(info)
    return accountOf(client, asString(info['quota_project_id']))
  }
  return serviceAccount(info)
}

/** The machine's own account: a file the environment names, gcloud's login, or what the cloud gives its machines. */
export async function defaultAccount(): Promise<GoogleAccount> {
  const { GoogleAuth } = await import('google-auth-library')
  const auth = new GoogleAuth({ scopes })
  const client = await auth.getClient().catch((fault: unknown) => {
    if (fault instanceof Error && fault.message.startsWith('Could not load the default credentials')) {
      throw new Error(noDefault)
    }
    throw fault
  })
  return accountOf(client, await auth.getProjectId().catch(() => undefined))
}

const noDefault =
  'Your default credentials were not found. To set up Application Default Credentials, see ' +
  'https://cloud.google.com/docs/authentication/external/set-up-adc for more information.'

async function serviceAccount(info: JsonObject): Promise<GoogleAccount> {
  const fields = ['client_email', 'token_uri'].filter(name => asString(info[name]) === undefined)
  if (fields.length > 0) {
    throw new Error(`Service account info was not in the expected format, missing fields ${fields.join(', ')}.`)
  }
  const { JWT, gaxios } = await import('google-auth-library')
  const transporter = new gaxios.Gaxios({ timeout: timeoutMs })
  // The library knows one address only; the account names its own.
  transporter.interceptors.request.add({
    async resolved(config) {
      config.headers.set('content-type', 'application/x-www-form-urlencoded')
      const url = new URL(asString(info['token_uri']) ?? '')
      return Object.assign(config, { url, retryConfig: { ...config.retryConfig, retry: 2, statusCodesToRetry } })
    },
  })
  transporter.interceptors.response.add({
    resolved: async response => {
      const data = response.data as Json
      if (asObject(data)?.['access_token'] === undefined) throw new Error(told('No access token in response.', data))
      return response
    },
  })
  const client = new JWT({
    email: asString(info['client_email']) ?? '',
    key: asString(info['private_key']) ?? '',
    scopes,
    transporter,
  })
  return accountOf(client, asString(info['project_id']))
}

function accountOf(client: AuthClient, project: string | undefined): GoogleAccount {
  return {
    project,
    async fetchToken() {
      const { token } = await client.getAccessToken().catch((fault: unknown) => {
        throw inPythonsWords(fault)
      })
      if (!token) throw new Error('Could not resolve credentials token. Got None or non-string token (type=NoneType)')
      return { value: token, until: client.credentials.expiry_date ?? Date.now() + shortestLifeMs }
    },
  }
}

/** A refusal of the token endpoint as google-auth tells it in Python, and so LiteLLM. */
function inPythonsWords(fault: unknown): Error {
  const data = (fault as { response?: { data?: Json } }).response?.data
  if (typeof data === 'string' && data !== '') return new Error(data)
  const body = asObject(data)
  if (!body) return fault instanceof Error ? fault : new Error(String(fault))
  const { error, error_description: description } = body
  const details = error === undefined ? pythonJson(body) : `${asString(error)}: ${asString(description) ?? 'None'}`
  return new Error(told(details, body))
}

const told = (details: string, data: Json): string => `(${pythonRepr(details)}, ${pythonRepr(data)})`
