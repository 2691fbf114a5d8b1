import t from 'tap'
import { billedByPeer, hasMessages, peerRequest } from '../../../../services/sdk/providers/anthropic/peers.ts'
import { plainlyCached } from '../../../../services/sdk/providers/anthropic/plain-caching.ts'
import { messagesWire } from '../../../../services/sdk/providers/messages-wire.ts'
import type { Target } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const body = { max_tokens: 5, messages: [{ role: 'user', content: 'a' }] }
const at = (provider: string, apiBase: string, more: Partial<Target> = {}): Target => ({
  ...target(provider, provider === 'azure_ai' ? 'claude-sonnet-4-5' : 'm', more),
  apiBase,
})

const addresses: readonly (readonly [string, string, string])[] = [
  ['azure_ai', 'https://a.test', 'https://a.test/anthropic/v1/messages'],
  ['azure_ai', 'https://a.test/anthropic/x', 'https://a.test/anthropic/v1/messages'],
  ['azure_ai', 'https://a.test/v1/messages', 'https://a.test/v1/messages'],
  ['minimax', 'https://m.test/anthropic', 'https://m.test/anthropic/v1/messages'],
  ['tencent', 'https://t.test/v1', 'https://t.test/v1/messages'],
  ['tencent', 'https://t.test/v1/chat/completions', 'https://t.test/v1/messages'],
  ['edenai', 'https://e.test/v3', 'https://e.test/v3/v1/messages'],
  ['sail', 'https://s.test/v1', 'https://s.test/v1/messages'],
]

t.test('addresses', async t => {
  for (const [provider, base, url] of addresses) t.equal(peerRequest(body, at(provider, base)).url, url, base)
})

t.test('keys, versions and betas', async t => {
  const context = { context_management: { edits: [{ type: 'compact_20260112' }, { type: 'x' }] } }
  const headers = { 'anthropic-beta': 'own-1,skills-2025-10-02' }
  const of = (provider: string, more: Partial<Target> = {}): Record<string, string> =>
    peerRequest({ ...body, ...context }, at(provider, 'https://x.test', { headers, ...more })).headers
  t.match(of('azure_ai'), {
    'x-api-key': 'key',
    'anthropic-version': '2023-06-01',
    'anthropic-beta': 'context-management-2025-06-27,skills-2025-10-02',
  })
  t.notOk('anthropic-beta' in of('minimax'), 'it hears of none')
  t.match(of('sail'), {
    authorization: 'Bearer key',
    'anthropic-beta': 'compact-2026-01-12,context-management-2025-06-27,own-1,skills-2025-10-02',
  })
  const own = { headers: { 'x-api-key': 'own', 'anthropic-version': 'v-2' } }
  t.match(of('azure_ai', own), { 'x-api-key': 'own', 'api-key': 'key', 'anthropic-version': 'v-2' })
  t.notOk('authorization' in of('prism', own))
})

const keyless = (provider: string): Target => at(provider, 'https://x.test', { apiKey: undefined })

t.test('without a key', async t => {
  t.throws(() => peerRequest(body, keyless('azure_ai')), /does not fetch tokens/)
  t.throws(() => peerRequest(body, keyless('edenai')), /Missing Eden AI API key/)
  t.throws(() => peerRequest(body, keyless('tencent')), /Missing Anthropic API Key/)
  t.notOk('authorization' in peerRequest(body, keyless('meta')).headers)
})

t.test('who has messages', async t => {
  t.notOk(hasMessages(target('azure_ai', 'mistral-large')))
  t.throws(() => peerRequest(body, target('groq', 'm')), /has no messages/)
  t.equal(messagesWire(target('groq', 'm')), null)
  t.ok(messagesWire(target('cortecs', 'm')))
})

t.test('a server that is said to have messages', async t => {
  const server = at('hosted_vllm', 'https://v.test/v1', { endpoints: ['/v1/messages'] })
  const asked = { ...body, cache_control: { type: 'ephemeral', ttl: '1h' } }
  t.match(peerRequest(asked, server), {
    url: 'https://v.test/v1/messages',
    headers: { authorization: 'Bearer key' },
    body: { cache_control: { type: 'ephemeral' } },
  })
  t.match(peerRequest(asked, { ...server, keepsCaches: true }).body, { cache_control: { ttl: '1h' } })
  t.ok(messagesWire({ ...server, provider: 'openai' }))
  t.notOk(hasMessages({ ...server, endpoints: ['/v1/responses'] }))
})

t.test('thoughts that are bound, and what it costs', async t => {
  const thinking = { type: 'enabled', budget_tokens: 3000, block_binding: 'x' }
  const asked = { ...body, max_tokens: 6000, thinking }
  t.match(peerRequest(asked, at('azure_ai', 'https://a.test', { model: 'claude-opus-4-8' })).body, {
    thinking: { type: 'adaptive', block_binding: 'x' },
  })
  t.notOk(
    'block_binding' in
      (peerRequest(asked, { ...at('tencent', 'https://t.test'), model: 'minimax-m3' }).body['thinking'] as object),
  )
  t.same(billedByPeer({ cost: 0.5 }, target('edenai', 'm')), { billed: 0.5 })
  t.same(billedByPeer({ cost: 0.5 }, target('sail', 'm')), {})
})

t.test('marks of caching', async t => {
  const mark = { cache_control: { type: 'ephemeral', ttl: '1h' } }
  const plain = { cache_control: { type: 'ephemeral' } }
  const inner = { type: 'text', text: 'x', ...mark }
  t.same(
    plainlyCached({
      ...mark,
      system: [inner],
      tools: [{ name: 'f', input_schema: mark, cache_control: { ttl: '5m' } }],
      messages: [
        { role: 'user', content: 'a' },
        {
          role: 'user',
          content: [
            { type: 'tool_result', ...mark, content: [inner] },
            { type: 'text', cache_control: 'x' },
          ],
        },
      ],
    }),
    {
      ...plain,
      system: [{ type: 'text', text: 'x', ...plain }],
      tools: [{ name: 'f', input_schema: mark, ...plain }],
      messages: [
        { role: 'user', content: 'a' },
        {
          role: 'user',
          content: [
            { type: 'tool_result', ...plain, content: [{ type: 'text', text: 'x', ...plain }] },
            { type: 'text' },
          ],
        },
      ],
    },
  )
})
