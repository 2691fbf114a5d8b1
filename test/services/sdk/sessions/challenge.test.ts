import type http from 'node:http'
import t, { type Test } from 'tap'
import {
  afterChallenge,
  type Backoff,
  calm,
  isChallenge,
  mayBeChallenge,
  retryAfterMs,
} from '../../../../services/sdk/sessions/challenge.ts'
import { ask, clientKey, modelsAt, type SdkWorker, startProvider, startSdkWorker } from '../../../support/sdk-worker.ts'

const html = { 'content-type': 'text/html; charset=UTF-8' }
const page = '<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>'
const signed = { ...html, server: 'cloudflare' }

const cases: { name: string; status: number; headers: Record<string, string | string[]>; body: string; want: boolean }[] = [
  { name: 'cf-mitigated', status: 403, headers: { 'cf-mitigated': 'challenge' }, body: '', want: true },
  { name: 'cf-mitigated with JSON', status: 403, headers: { 'cf-mitigated': 'challenge', 'content-type': 'application/json' }, body: '{}', want: true },
  { name: 'error 1200 as text', status: 503, headers: { 'content-type': 'text/plain' }, body: 'error code: 1200', want: true },
  { name: 'error 1200 with another status', status: 429, headers: html, body: '<p>error code: 1200</p>', want: true },
  { name: 'error 12001', status: 503, headers: { 'content-type': 'text/plain' }, body: 'error code: 12001', want: false },
  { name: 'a signed page, 403', status: 403, headers: signed, body: page, want: true },
  { name: 'a signed page, 503', status: 503, headers: { ...html, 'cf-ray': '1-FRA' }, body: page, want: true },
  { name: 'a signed page, 502', status: 502, headers: signed, body: page, want: false },
  { name: 'a page that sets cookies', status: 503, headers: { ...html, 'set-cookie': ['a=1'] }, body: page, want: true },
  { name: 'a page without a type', status: 403, headers: { server: 'cloudflare' }, body: page, want: true },
  { name: 'somebody else’s page', status: 503, headers: { ...html, server: 'nginx' }, body: '<html><h1>503</h1></html>', want: false },
  { name: 'a good answer', status: 200, headers: signed, body: 'error code: 1200', want: false },
  { name: 'the provider’s own JSON behind Cloudflare', status: 403, headers: { server: 'cloudflare', 'content-type': 'application/json' }, body: '{"error":{}}', want: false },
] // prettier-ignore

for (const { name, status, headers, body, want } of cases) {
  t.test(`challenge or not: ${name}`, async t => {
    t.equal(isChallenge(status, headers, body), want)
    if (want) t.equal(mayBeChallenge(status, headers), true, 'its body is waited for')
  })
}

t.test('an answer that cannot be a challenge is not held back', async t => {
  t.equal(mayBeChallenge(200, html), false)
  t.equal(mayBeChallenge(500, { 'content-type': 'application/json' }), false)
})

/** The state after so many challenges, each as soon as the pause of the one before was over. */
function after(times: number, retryAfter: number | null): Backoff {
  let state = calm
  for (let count = 0; count < times; count += 1) state = afterChallenge(state, state.until, retryAfter)
  return state
}

t.test('how long an origin is left alone', async t => {
  const pause = (times: number): number => after(times, null).until - after(times - 1, null).until
  t.strictSame([1, 2, 3, 4, 8, 9, 30].map(pause), [0, 1000, 2000, 4000, 60_000, 60_000, 60_000])
  t.equal(after(1, 7_000).until, 7_000, 'a Retry-After is obeyed at once')
  t.equal(after(1, 3_600_000).until, 60_000, 'for a minute at most')
  const held = after(1, 7_000)
  t.equal(afterChallenge(held, 6_999, 7_000), held, 'stragglers do not make it longer')
})

t.test('Retry-After, in both of its forms', async t => {
  const now = Date.parse('2026-07-01T00:00:00Z')
  t.equal(retryAfterMs('7', now), 7_000)
  t.equal(retryAfterMs('Wed, 01 Jul 2026 00:00:30 GMT', now), 30_000)
  t.equal(retryAfterMs('Tue, 30 Jun 2026 00:00:30 GMT', now), 0)
  for (const none of [undefined, '', 'soon']) t.equal(retryAfterMs(none, now), null)
})

const good = { id: 'c', choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hi' } }] }

/** A provider behind a gate: `gate` says what a visitor gets instead of an answer, if anything. */
async function behind(t: Test, gate: (cookie: string, call: number) => Record<string, string> | null) {
  const seen: string[] = []
  const bodies: string[] = []
  const provider: http.RequestListener = (req, res) => {
    const cookie = req.headers.cookie ?? ''
    seen.push(cookie)
    let body = ''
    req.on('data', chunk => (body += String(chunk)))
    req.on('end', () => {
      bodies.push(body)
      const challenge = gate(cookie, seen.length)
      if (challenge === null) {
        res.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'answered=yes; Path=/' })
        return res.end(JSON.stringify(good))
      }
      const { 'set-cookies': cookies = '', ...headers } = challenge
      res.writeHead(403, { ...signed, ...headers, 'set-cookie': cookies.split('|').filter(Boolean) })
      return res.end(page)
    })
  }
  const origin = await startProvider(t, provider)
  const worker = await startSdkWorker(t, { config: modelsAt(origin) })
  const metric = async (name: string): Promise<number> =>
    (await worker.registry.getSingleMetric(name)?.get())?.values.find(one => one.labels.origin === origin)?.value ?? 0
  return { seen, bodies, worker, origin, metric }
}

const call = (worker: SdkWorker): Promise<Response> => worker.post('/v1/chat/completions', ask('gpt'))

t.test('all cookies of a challenge are kept and the call is made again, once, unseen', async t => {
  const { seen, bodies, worker, metric, origin } = await behind(t, cookie =>
    cookie.includes('pass=')
      ? null
      : { 'set-cookies': 'pass=1; Path=/; HttpOnly|more=2; Path=/', 'cf-mitigated': 'challenge' },
  )
  const answer = await call(worker)
  t.equal(answer.status, 200)
  t.equal(((await answer.json()) as typeof good).choices[0]?.message.content, 'Hi')
  t.strictSame(seen, ['', 'more=2; pass=1'])
  t.equal(bodies[0], bodies[1], 'with the same body')
  t.equal((await call(worker)).status, 200)
  t.equal(seen.length, 3)
  t.equal(await metric('crossfade_session_challenges_total'), 1)
  t.equal(await metric('crossfade_session_retries_total'), 1)
  t.equal(await metric('crossfade_session_cookies'), 3)
  const health = await fetch(`${worker.base}/health`, { headers: { authorization: `Bearer ${clientKey}` } })
  t.match(await health.json(), { sessions: [{ origin, cookies: ['more', 'pass', 'answered'], held_for_ms: 0 }] })
  t.notMatch(worker.log.join(''), /pass=1|more=2/)
})

t.test('a challenge without new cookies is the answer, and nothing is sent twice', async t => {
  const { seen, worker, metric } = await behind(t, () => ({}))
  const answer = await call(worker)
  t.equal(answer.status, 403)
  t.match(await answer.text(), /Just a moment/, 'in the provider’s own words')
  t.equal(seen.length, 1)
  t.equal(await metric('crossfade_session_challenges_total'), 1)
  t.equal(await metric('crossfade_session_retries_total'), 0)
})

t.test('a gate that hands out new cookies for ever is asked twice a call, then left alone', async t => {
  const { seen, worker, metric } = await behind(t, (_cookie, count) => ({
    'set-cookies': `c=${count}; Path=/`,
    'retry-after': '5',
  }))
  t.equal((await call(worker)).status, 403)
  t.equal(seen.length, 2, 'one retry')
  const held = await call(worker)
  t.equal(held.status, 503)
  t.match(held.headers.get('retry-after'), /^[1-5]$/)
  t.match(await held.text(), /Cloudflare challenges every call/)
  t.equal(seen.length, 2, 'nothing was sent')
  const stream = await worker.post('/v1/messages', ask('claude', 'Hi', { stream: true }))
  t.equal(stream.status, 503, 'the origin is left alone on every wire')
  t.equal(await metric('crossfade_session_challenges_total'), 2)
  t.equal(await metric('crossfade_session_retries_total'), 1)
})

t.test('one answer that gets through ends the suspicion', async t => {
  const { seen, worker } = await behind(t, (_cookie, count) => (count % 2 === 1 ? {} : null))
  const statuses: number[] = []
  for (let count = 0; count < 6; count += 1) statuses.push((await call(worker)).status)
  t.strictSame(statuses, [403, 200, 403, 200, 403, 200])
  t.equal(seen.length, 6)
})
