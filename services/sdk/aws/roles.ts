/** Credentials of a role, from AWS's STS: asked for when they are needed, kept until shortly before they end. */
import {
  fromNodeProviderChain,
  fromTemporaryCredentials,
  fromTokenFile,
  fromWebToken,
} from '@aws-sdk/credential-providers'
import { createTokenCache, type Token } from '../sign-in/token-cache.ts'
import type { AwsIdentity, AwsRole, RoleCaller } from './access.ts'
import { claimsOf, NoToken, readOidcToken } from './oidc-token.ts'
import { rolePolicy } from './role-policy.ts'

export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Credentials for one call; those that expire are kept until shortly before. */
export type AwsCredentialSource = () => Promise<AwsCredentials>

/** A refusal of whoever is to give credentials, in boto's words. */
export class CredentialsRefused extends Error {
  readonly status: number | undefined
  constructor(message: string, status?: number) {
    super(message)
    this.status = status
  }
}

/** Milliseconds before their end from which credentials are not used any more. */
const marginMs = 60_000
const hourMs = 3_600_000

type Assumed = AwsIdentity & { kind: 'role' | 'web' }

/** Where the credentials of a role come from. */
export function roleSource(
  identity: Assumed,
  env: Readonly<Record<string, string | undefined>> = process.env,
  now: () => number = Date.now,
): AwsCredentialSource {
  const fetchOnce = async (): Promise<Token<AwsCredentials>> => {
    const { expiration, ...value } = await assumed(identity, env, now())
    return { value, until: (expiration?.getTime() ?? now() + hourMs) - marginMs }
  }
  return createTokenCache(fetchOnce, now)
}

type Expiring = AwsCredentials & { readonly expiration?: Date }

async function assumed(
  identity: Assumed,
  env: Readonly<Record<string, string | undefined>>,
  now: number,
): Promise<Expiring> {
  const { role } = identity
  checkLengths(role)
  if (identity.kind === 'role') return await asked('AssumeRole', () => assumeRole(role, identity.caller, now))
  const token = await readOidcToken(identity.token, env).catch((fault: unknown) => {
    throw fault instanceof NoToken
      ? new CredentialsRefused(fault.message, fault.status)
      : new CredentialsRefused((fault as Error).message)
  })
  const refused = (told: string): string => `AWS STS rejected the web identity token: ${told}.${claimsOf(token)}`
  return await asked('AssumeRoleWithWebIdentity', () => assumeByToken(role, token), refused)
}

/** What boto refuses before it asks. */
function checkLengths({ arn, sessionName, externalId }: AwsRole): void {
  const checked: [string, string | undefined, number][] = [
    ['RoleArn', arn, 20],
    ['RoleSessionName', sessionName, 2],
    ['ExternalId', externalId, 2],
  ]
  const wrong = checked.flatMap(([name, { length } = '', least]) =>
    length > 0 && length < least
      ? [`Invalid length for parameter ${name}, value: ${length}, valid min length: ${least}`]
      : [],
  )
  if (wrong.length > 0) throw new CredentialsRefused(`Parameter validation failed:\n${wrong.join('\n')}`)
}

function assumeRole(role: AwsRole, caller: RoleCaller, now: number): Promise<Expiring> {
  const sessionName = role.sessionName ?? `litellm-session-${Math.floor(now / 1000)}`
  return fromTemporaryCredentials({
    masterCredentials: callerOf(caller, sessionName),
    clientConfig: clientOf(role),
    params: {
      RoleArn: role.arn,
      RoleSessionName: sessionName,
      ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
      ...(role.tags.length > 0 ? { Tags: [...role.tags] } : {}),
    },
  })()
}

function callerOf(caller: RoleCaller, roleSessionName: string): AwsCredentials | AwsCredentialSource {
  switch (caller.kind) {
    case 'keys': {
      const { accessKeyId, secretAccessKey, sessionToken } = caller
      return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
    }
    case 'service-account':
      return fromTokenFile({ roleSessionName })
    case 'ambient':
      return fromNodeProviderChain({ timeout: 1000, maxRetries: 0 })
  }
}

function assumeByToken(role: AwsRole, webIdentityToken: string): Promise<Expiring> {
  return fromWebToken({
    webIdentityToken,
    roleArn: role.arn,
    ...(role.sessionName === undefined ? {} : { roleSessionName: role.sessionName }),
    durationSeconds: 3600,
    policy: rolePolicy,
    clientConfig: clientOf(role),
  })()
}

const clientOf = ({ region, endpoint }: AwsRole): { region: string; endpoint?: string } => ({
  region,
  ...(endpoint === undefined ? {} : { endpoint }),
})

type StsError = Error & { readonly Code?: string; readonly $metadata?: { readonly httpStatusCode?: number } }

/** STS's own refusals, told as boto tells them; whatever else goes wrong means that there are no credentials. */
async function asked(
  operation: string,
  ask: () => Promise<Expiring>,
  tokenRefused: (told: string) => string = told => told,
): Promise<Expiring> {
  try {
    return await ask()
  } catch (fault) {
    const { name, message, Code = name, $metadata } = fault as StsError
    if ($metadata?.httpStatusCode === undefined) throw fault
    const told = `An error occurred (${Code}) when calling the ${operation} operation: ${message}`
    throw Code === 'InvalidIdentityToken'
      ? new CredentialsRefused(tokenRefused(told), 401)
      : new CredentialsRefused(told)
  }
}
