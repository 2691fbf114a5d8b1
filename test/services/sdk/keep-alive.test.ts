/** Signs of life while a provider is silent: what each dialect is sent, when, and that its clients do not notice. */
import { once } from 'node:events'
import http from 'node:http'
import Anthropic from '@anthropic-ai/sdk'
import { ChatOpenAI } from '@langchain/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { streamText } from 'ai'
import OpenAI from 'openai'
import t, { type Test } from 'tap'
import {
  type Alarm,
  keepAliveByComment,
  keepAliveByEvent,
  keepAliveByPing,
  startBeats,
} from '../../../services/sdk/keep-alive.ts'
import { ask, clientKey, modelsAt, type SdkWorker, startProvider, startSdkWorker } from '../../support/sdk-worker.ts'

t.test('frames by dialect', async t => {
  const frames = [keepAliveByComment(1), keepAliveByPing(1), keepAliveByEvent(1)].map(({ early, frame }) => ({
    early,
    before: frame(false),
    after: frame(true),
  }))
  const comment = ': keep-alive\n\n'
  const ping = 'event: ping\ndata: {"type": "ping"}\n\n'
  const event = 'event: keepalive\ndata: {"type":"keepalive"}\n\n'
  t.strictSame(frames, [
    { early: false, before: comment, after: comment },
    { early: true, before: ping, after: ping },
    { early: false, before: comment, after: event },
  ])
})

/** An alarm that rings when it is told to. */
function alarms(): { set(ms: number, ring: () => void): Alarm; ring(): void; log: string[] } {
  const log: string[] = []
  let rings: (() => void) | null = null
  return {
    log,
    ring: () => rings?.(),
    set(ms, ring) {
      log.push(`set ${ms}`)
      rings = ring
      return { refresh: () => void log.push('refresh'), stop: () => void log.push('stop') }
    },
  }
}

t.test('a beat after each silence, until it is stopped', async t => {
  const clock = alarms()
  let beats = 0
  const alarm = startBeats(15_000, () => (beats += 1), clock.set)
  clock.ring()
  clock.ring()
  t.equal(beats, 2)
  alarm.refresh()
  alarm.stop()
  t.strictSame(clock.log, ['set 15000', 'refresh', 'refresh', 'refresh', 'stop'])
})

t.test('0 is never', async t => {
  const clock = alarms()
  startBeats(0, () => t.fail(), clock.set).stop()
  t.strictSame(clock.log, [])
})

const chunk = (delta: object, finish_reason: string | null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason }] })}\n\n`
const named = (data: { type: string; [key: string]: unknown }): string =>
  `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`
const response = { id: 'resp_1', object: 'response', created_at: 1, model: 'm', output: [], status: 'in_progress' }
const message = { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed' }
const content = [{ type: 'output_text', text: 'Hello', annotations: [] }]

/** What each wire sends before its silence and after it. */
const wires: Record<string, { before: string; after: string }> = {
  '/v1/chat/completions': {
    before: chunk({ role: 'assistant', content: 'Hel' }, null),
    after: `${chunk({ content: 'lo' }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`,
  },
  '/v1/messages': {
    before:
      named({ type: 'message_start', message: { ...message, model: 'm', content: [], usage: { input_tokens: 1 } } }) +
      named({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }) +
      named({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hel' } }),
    after:
      named({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'lo' } }) +
      named({ type: 'content_block_stop', index: 0 }) +
      named({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } }) +
      named({ type: 'message_stop' }),
  },
  '/v1/responses': {
    before:
      named({ type: 'response.created', sequence_number: 0, response }) +
      named({
        type: 'response.output_item.added',
        sequence_number: 1,
        output_index: 0,
        item: { ...message, status: 'in_progress', content: [] },
      }) +
      named({
        type: 'response.content_part.added',
        sequence_number: 2,
        output_index: 0,
        content_index: 0,
        item_id: 'msg_1',
        part: { type: 'output_text', text: '', annotations: [] },
      }),
    after:
      named({
        type: 'response.output_text.delta',
        sequence_number: 3,
        output_index: 0,
        content_index: 0,
        item_id: 'msg_1',
        delta: 'Hello',
      }) +
      named({
        type: 'response.output_item.done',
        sequence_number: 4,
        output_index: 0,
        item: { ...message, content },
      }) +
      named({
        type: 'response.completed',
        sequence_number: 5,
        response: { ...response, status: 'completed', output: [{ ...message, content }] },
      }),
  },
}

/** A provider that is silent in mid-stream until it is told to go on; `early` is silent before the first event, too. */
async function startSilent(t: Test, early = false): Promise<SdkWorker & { goOn(): void }> {
  let goOn: (() => void) | null = null
  const origin = await startProvider(t, (req, res) => {
    const { before, after } = wires[req.url ?? ''] ?? { before: '', after: '' }
    res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    if (!early) res.write(before)
    goOn = () => void res.end(early ? before + after : after)
  })
  const worker = await startSdkWorker(t, { config: modelsAt(origin), keepAliveMs: 5 })
  return { ...worker, goOn: () => goOn?.() }
}

const bodies: Record<string, object> = {
  '/v1/chat/completions': ask('gpt', 'Hi', { stream: true }),
  '/v1/messages': ask('claude', 'Hi', { stream: true }),
  '/v1/responses': { model: 'gpt', input: 'Hi', stream: true },
}

/** Reads an answer; `seen` hears all there is so far, with each piece. */
async function read(url: string, body: object | undefined, seen: (text: string) => void): Promise<string> {
  const request = http.request(url, { method: 'POST' })
  request.end(JSON.stringify(body))
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
  let text = ''
  for await (const piece of answer.setEncoding('utf8')) seen((text += piece as string))
  return text
}

for (const [path, sign] of [
  ['/v1/chat/completions', /^: keep-alive$/gm],
  ['/v1/messages', /^event: ping\ndata: \{"type": "ping"\}$/gm],
  ['/v1/responses', /^event: keepalive\ndata: \{"type":"keepalive"\}$/gm],
] as const) {
  t.test(`${path}: a sign of life after each silence, between the events`, async t => {
    const worker = await startSilent(t)
    const text = await read(worker.base + path, bodies[path], so => {
      if ((so.match(sign)?.length ?? 0) >= 3) worker.goOn()
    })
    t.ok((text.match(sign)?.length ?? 0) >= 3)
    t.notMatch(text.split('\n\n')[0], sign, 'never before the first event')
    t.match(text.trimEnd().split('\n\n').at(-1), /\[DONE\]|message_stop/, 'and none behind the last one')
  })
}

t.test('/v1/messages: pings begin with the provider’s headers, as LiteLLM’s do', async t => {
  const worker = await startSilent(t, true)
  const text = await read(`${worker.base}/v1/messages`, bodies['/v1/messages'], () => worker.goOn())
  t.match(text, /^event: ping\ndata: \{"type": "ping"\}\n\n[^]*event: message_start/)
})

t.test('a stream in which nothing is silent for long gets none', async t => {
  const worker = await startSdkWorker(t, {
    config: modelsAt(
      await startProvider(t, (_req, res) => {
        const { before, after } = wires['/v1/chat/completions'] ?? { before: '', after: '' }
        res.writeHead(200, { 'content-type': 'text/event-stream' }).end(before + after)
      }),
    ),
  })
  const text = await read(`${worker.base}/v1/chat/completions`, bodies['/v1/chat/completions'], () => {})
  t.notMatch(text, /keep-alive/)
})

t.test('client libraries do not notice', async t => {
  // A silence of several beats: the provider goes on by itself, for no library shows what it passes over.
  const origin = await startProvider(t, (req, res) => {
    const { before, after } = wires[req.url ?? ''] ?? { before: '', after: '' }
    res.writeHead(200, { 'content-type': 'text/event-stream' }).write(before)
    setTimeout(() => res.end(after), 40)
  })
  const { base } = await startSdkWorker(t, { config: modelsAt(origin), keepAliveMs: 5 })
  t.match(await read(`${base}/v1/responses`, bodies['/v1/responses'], () => {}), /keepalive/, 'there is one to notice')
  const openai = new OpenAI({ apiKey: clientKey, baseURL: `${base}/v1`, maxRetries: 0 })
  const messages = [{ role: 'user' as const, content: 'Hi' }]
  const chat = openai.chat.completions.stream({ model: 'gpt', messages })
  t.equal((await chat.finalChatCompletion()).choices[0]?.message.content, 'Hello', 'openai, chat')
  const answered = await openai.responses.stream({ model: 'gpt', input: 'Hi' }).finalResponse()
  t.equal(answered.output_text, 'Hello', 'openai, responses')
  const anthropic = new Anthropic({ apiKey: clientKey, baseURL: base, maxRetries: 0 })
  const told = await anthropic.messages.stream({ model: 'claude', max_tokens: 9, messages }).finalMessage()
  t.match(told.content, [{ type: 'text', text: 'Hello' }], '@anthropic-ai/sdk')
  const provider = createOpenAICompatible({ name: 'c', baseURL: `${base}/v1`, apiKey: clientKey })
  t.equal(await streamText({ model: provider('gpt'), prompt: 'Hi' }).text, 'Hello', 'ai')
  const langchain = new ChatOpenAI({ model: 'gpt', apiKey: clientKey, configuration: { baseURL: `${base}/v1` } })
  const pieces: string[] = []
  for await (const piece of await langchain.stream('Hi')) pieces.push(piece.text)
  t.equal(pieces.join(''), 'Hello', '@langchain/openai')
})
