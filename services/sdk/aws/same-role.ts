/** Whether somebody is in a role already: AWS's STS says who they are. */
import type { AwsRole } from './access.ts'
import { type AwsCredentials, signedHeaders } from './signature.ts'

/** Partition, account and name of a role, or of the role somebody is in. */
function roleIn(arn: string): string | undefined {
  const [, partition, account, kind, path = ''] =
    /^arn:([^:]*):[^:]*:[^:]*:([^:]*):(role|assumed-role)\/(.*)$/.exec(arn) ?? []
  if (kind === undefined) return undefined
  const parts = path.split('/')
  return [partition, account, kind === 'role' ? parts.at(-1) : parts[0]].join(' ')
}

/** Whoever cannot be asked is taken for somebody else. */
export async function isInRole(
  credentials: AwsCredentials,
  { arn, endpoint, region }: Pick<AwsRole, 'arn' | 'endpoint' | 'region'>,
  now: Date,
  get: typeof fetch = fetch,
): Promise<boolean> {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  const url = new URL('/', endpoint ?? `https://sts.${region}.${suffix}`).href
  const body = 'Action=GetCallerIdentity&Version=2011-06-15'
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
  const wanted = roleIn(arn)
  try {
    const call = { url, method: 'POST', headers, body }
    const signed = await signedHeaders(credentials, { service: 'sts', region }, call, now)
    const answer = await get(url, { method: 'POST', body, headers: { ...headers, ...signed } })
    const [, caller = ''] = /<Arn>([^<]*)<\/Arn>/.exec(await answer.text()) ?? []
    return wanted !== undefined && roleIn(caller) === wanted
  } catch {
    return false
  }
}
