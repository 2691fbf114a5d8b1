/** Roles, asked for at the simulator's STS. */
import t, { type Test } from 'tap'
import type { AwsRole } from '../../../../services/sdk/aws/access.ts'
import { roleSource } from '../../../../services/sdk/aws/roles.ts'
import { startSimulator } from '../../simulator/harness.ts'

const caller = { kind: 'keys', accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: undefined } as const
const arn = 'arn:aws:iam::123456789012:role/worker'
const role: AwsRole = {
  arn,
  sessionName: 'session',
  externalId: undefined,
  tags: [],
  endpoint: undefined,
  region: 'eu-west-1',
}

async function sts(t: Test): Promise<{ at: AwsRole; asked: () => Record<string, string>[] }> {
  const { base, app } = await startSimulator(t)
  const asked = (): Record<string, string>[] =>
    app.recorder.list().map(({ body }) => Object.fromEntries(new URLSearchParams(typeof body === 'string' ? body : '')))
  return { at: { ...role, endpoint: base }, asked }
}

t.test('a role is asked for once, until shortly before it ends', async t => {
  const { at, asked } = await sts(t)
  let now = Date.now()
  const source = roleSource({ kind: 'role', role: { ...at, externalId: 'guest' }, caller }, {}, () => now)
  const [one, other] = await Promise.all([source(), source()])
  t.match(one, { accessKeyId: /^ASIA/, sessionToken: /^session-/ })
  t.equal(one, other)
  await source()
  t.match(asked(), [{ Action: 'AssumeRole', RoleArn: arn, RoleSessionName: 'session', ExternalId: 'guest' }])
  t.equal(asked().length, 1)
  now += 3_600_000
  await source()
  t.equal(asked().length, 2)
})

t.test("a session without a name has LiteLLM's", async t => {
  const { at, asked } = await sts(t)
  const now = Date.parse('2026-01-02T03:04:05Z')
  await roleSource({ kind: 'role', role: { ...at, sessionName: undefined }, caller }, {}, () => now)()
  t.match(asked(), [{ RoleSessionName: 'litellm-session-1767323045' }])
})

t.test('a token stands for a role, under a ceiling', async t => {
  const { at, asked } = await sts(t)
  const env = { TOKEN: 'a.b.c' }
  t.match(await roleSource({ kind: 'web', role: at, token: 'oidc/env/TOKEN' }, env)(), { accessKeyId: /^ASIA/ })
  t.match(asked(), [{ WebIdentityToken: 'a.b.c', DurationSeconds: '3600', Policy: /"bedrock:InvokeModel"/ }])
})

const claims = Buffer.from('{"aud":["sts"],"iss":"me"}').toString('base64url')
const refusals: {
  name: string
  change: Partial<AwsRole>
  token?: string
  want: Record<string, string | number | RegExp | undefined>
}[] = [
  {
    name: 'a refused role',
    change: { arn: 'arn:aws:iam::123456789012:role/refused' },
    want: { message: /^An error occurred \(AccessDenied\) when calling the AssumeRole operation: User is not/ },
  },
  {
    name: 'a refused token names for whom it was made',
    change: { arn: 'arn:aws:iam::123456789012:role/stranger' },
    token: 'oidc/env/TOKEN',
    want: { status: 401, message: /rejected the web identity token: .*account\. Token aud=\['sts'\], iss='me'$/ },
  },
  {
    name: 'no token',
    change: {},
    token: 'oidc/env/NONE',
    want: { status: undefined, message: 'Environment variable NONE not found' },
  },
  {
    name: 'names that are too short',
    change: { arn: 'r', sessionName: 's' },
    want: {
      message: /RoleArn, value: 1, valid min length: 20\nInvalid length for parameter RoleSessionName, value: 1/,
    },
  },
]

t.test('refusals', async t => {
  const { at } = await sts(t)
  for (const { name, change, token, want } of refusals) {
    const asks = { ...at, ...change }
    const identity = token
      ? ({ kind: 'web', role: asks, token } as const)
      : ({ kind: 'role', role: asks, caller } as const)
    const source = roleSource(identity, { TOKEN: `a.${claims}.c` })
    t.match(await source().catch((fault: unknown) => fault), want, name)
  }
})
