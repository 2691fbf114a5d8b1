/** Contents that are cached at Google before the request that names them. */
import t from 'tap'
import { startWithSimulator } from '../../support/sdk-worker.ts'

const long = 'many words '.repeat(1200)
const chat = (text: string, more: object = {}): object => ({
  model: 'gemini',
  messages: [
    { role: 'system', content: [{ type: 'text', text, cache_control: { type: 'ephemeral', ttl: '1h' } }] },
    { role: 'user', content: 'What then?' },
  ],
  ...more,
})

t.test('what is marked is looked up, kept, and then named', async t => {
  const { post, simulator } = await startWithSimulator(t)
  const calls = async (body: object): Promise<unknown[]> => {
    const since = simulator.recorder.list().at(-1)?.id ?? 0
    const answer = await post('/v1/chat/completions', body)
    t.equal(answer.status, 200)
    await answer.text()
    return simulator.recorder.list({ since }).map(({ method, wire, body: sent }) => [method, wire, sent])
  }
  const named = {
    contents: [{ role: 'user', parts: [{ text: 'What then?' }] }],
    cachedContent: 'cachedContents/kept-1',
  }
  const kept = { model: 'models/gemini-2.5-flash', ttl: '3600s', system_instruction: { parts: [{ text: long }] } }
  t.match(await calls(chat(long)), [
    ['GET', 'cached-contents', null],
    ['POST', 'cached-contents', kept],
    ['POST', 'gemini', named],
  ])
  t.match(await calls(chat(long, { stream: true })), [
    ['GET', 'cached-contents', null],
    ['POST', 'gemini', named],
  ])
  t.match(await calls(chat(`${long}.`)), [
    ['GET', 'cached-contents', null],
    ['POST', 'cached-contents'],
    ['POST', 'gemini', { cachedContent: 'cachedContents/kept-2' }],
  ])
  await calls(chat(`${long}!`))
  t.match(
    await calls(chat(`${long}!`)),
    [
      ['GET', 'cached-contents'],
      ['GET', 'cached-contents'],
      ['POST', 'gemini', { cachedContent: 'cachedContents/kept-3' }],
    ],
    'on the second page',
  )
  t.match(await calls(chat('few words')), [
    ['POST', 'gemini', { system_instruction: { parts: [{ text: 'few words' }] } }],
  ])
})
