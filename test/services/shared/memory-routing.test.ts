import t from 'tap'
import { litellmSchema } from '../../../config/litellm-schema.ts'
import {
  clientName,
  createMemoryRouter,
  type Headers,
  isSupermemory,
  memoryHeaders,
  memoryRoutingInfo,
  supermemoryModels,
} from '../../../services/shared/memory-routing.ts'

const mappings = {
  custom_header: 'X-Memory-User-Id',
  header_patterns: [
    { header: 'User-Agent', pattern: '^OpenAIClient(Async)?Impl/Java', user_id: 'pycharm-ai' },
    { header: 'user-agent', pattern: '^claude-cli/', user_id: 'claude-code' },
    { header: 'ORIGINATOR', pattern: '^codex', user_id: 'codex' },
    { header: 'user-agent', pattern: 'cli', user_id: 'any-cli' },
  ],
  default_user_id: 'nobody',
}

const cases: { name: string; headers: Headers; want: string; pattern?: number }[] = [
  { name: 'nothing known', headers: {}, want: 'nobody' },
  { name: 'the custom header', headers: { 'x-memory-user-id': 'ada' }, want: 'ada' },
  {
    name: 'the custom header beats a pattern',
    headers: { 'x-memory-user-id': 'ada', 'user-agent': 'claude-cli/2' },
    want: 'ada',
  },
  {
    name: 'an empty custom header counts as none',
    headers: { 'x-memory-user-id': '', 'user-agent': 'claude-cli/2' },
    want: 'claude-code',
    pattern: 1,
  },
  { name: 'a pattern', headers: { 'user-agent': 'OpenAIClientAsyncImpl/Java 4' }, want: 'pycharm-ai', pattern: 0 },
  {
    name: 'the first pattern that matches',
    headers: { 'user-agent': 'claude-cli/2' },
    want: 'claude-code',
    pattern: 1,
  },
  { name: 'a later pattern', headers: { 'user-agent': 'my-cli/2' }, want: 'any-cli', pattern: 3 },
  {
    name: 'order is that of the patterns, not of the headers',
    headers: { originator: 'codex', 'user-agent': 'my-cli' },
    want: 'codex',
    pattern: 2,
  },
  { name: 'an anchor holds', headers: { 'user-agent': 'x claude-CLI/2' }, want: 'nobody' },
  { name: 'several values of a header', headers: { originator: ['codex', 'x'] }, want: 'codex', pattern: 2 },
]

const route = createMemoryRouter(mappings)

for (const { name, headers, want, pattern } of cases) {
  t.test(name, async t => {
    const got = route(headers)
    t.equal(got.userId, want)
    t.equal(got.isDefault, want === 'nobody')
    t.equal(got.customHeaderPresent, want === 'ada')
    if (pattern === undefined) t.equal(got.matched, null)
    else t.match(got.matched, { ...mappings.header_patterns[pattern], value: String })
  })
}

t.test('without mappings there is a default of each kind', async t => {
  const bare = createMemoryRouter(undefined)
  t.equal(bare({ 'user-agent': 'claude-cli/2' }).userId, 'default-user')
  t.equal(bare({ 'x-memory-user-id': 'ada' }).userId, 'ada')
})

t.test('a hostile value meets a hostile pattern in linear time', async t => {
  const hostile = createMemoryRouter({
    ...mappings,
    header_patterns: [{ header: 'user-agent', pattern: '^(a+)+$', user_id: 'x' }],
  })
  const startedAt = performance.now()
  t.equal(hostile({ 'user-agent': `${'a'.repeat(15_000)}!` }).userId, 'nobody')
  // A backtracking engine takes seconds at 27 characters and doubles with each more.
  t.ok(performance.now() - startedAt < 2_000)
})

t.test('the info is flat, and once more under routing', async t => {
  const flat = {
    user_id: 'codex',
    matched_pattern: { header: 'ORIGINATOR', value: 'codex_cli', pattern: '^codex', user_id: 'codex' },
    custom_header_present: false,
    is_default: false,
  }
  t.strictSame(memoryRoutingInfo(route({ originator: 'codex_cli' })), { ...flat, routing: flat })
})

const addresses: { base: string | undefined; configured?: string; want: boolean }[] = [
  { base: undefined, want: false },
  { base: undefined, configured: 'http://x', want: false },
  { base: 'https://api.supermemory.ai/v3/https://api.anthropic.com', want: true },
  { base: 'https://supermemory.ai', want: true },
  { base: 'https://notsupermemory.ai', want: false },
  { base: 'https://supermemory.ai.evil.example', want: false },
  { base: 'https://evil.example/supermemory.ai', want: false },
  { base: 'https://supermemory.ai@evil.example/', want: false },
  { base: 'not an address', want: false },
  { base: 'http://127.0.0.1:8799/supermemory/v3', configured: 'http://127.0.0.1:8799/supermemory/v3', want: true },
  { base: 'http://127.0.0.1:8799/v1', configured: 'http://127.0.0.1:8799/supermemory/v3', want: false },
  { base: 'http://127.0.0.1:8799/v1', configured: '', want: false },
]

for (const { base, configured, want } of addresses) {
  t.test(`${base} (configured: ${configured}) is ${want ? '' : 'not '}Supermemory's`, async t => {
    t.equal(isSupermemory(base, configured), want)
  })
}

t.test("headers for a deployment: the user's id, and Supermemory's key only there", async t => {
  const ada = route({ 'x-memory-user-id': 'ada' })
  const table = [
    { enabled: true, supermemory: false, key: 'k', want: { 'x-sm-user-id': 'ada' } },
    { enabled: true, supermemory: true, key: 'k', want: { 'x-sm-user-id': 'ada', 'x-supermemory-api-key': 'k' } },
    { enabled: true, supermemory: true, key: '', want: { 'x-sm-user-id': 'ada' } },
    { enabled: true, supermemory: true, key: undefined, want: { 'x-sm-user-id': 'ada' } },
    { enabled: false, supermemory: true, key: 'k', want: {} },
  ]
  for (const { enabled, supermemory, key, want } of table) {
    t.strictSame(memoryHeaders(ada, { enabled, supermemory, supermemoryKey: key }), want)
  }
})

t.test('models at Supermemory, aliases of both spellings included', async t => {
  const config = litellmSchema.parse({
    model_list: [
      { model_name: 'plain', litellm_params: { model: 'openai/x' } },
      { model_name: 'memory', litellm_params: { model: 'openai/x', api_base: 'https://api.supermemory.ai/v3' } },
    ],
    router_settings: { model_group_alias: { a: 'memory', b: { model: 'memory', hidden: true }, c: 'plain' } },
  })
  t.strictSame([...supermemoryModels(config, undefined)].toSorted(), ['a', 'b', 'memory'])
})

t.test('the client is what the user-agent begins with', async t => {
  t.equal(clientName({ 'user-agent': 'claude-cli/2.1 (external, cli)' }), 'claude-cli/2.1')
  t.equal(clientName({ 'user-agent': 'x'.repeat(100) }).length, 64)
  t.equal(clientName({ 'user-agent': '' }), 'unknown')
  t.equal(clientName({}), 'unknown')
})
