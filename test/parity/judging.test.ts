/** The judge itself: what counts as a difference, what is normalised, and when the list of deviations is wrong. */
import { writeFile } from '../support/files.ts'
import t from 'tap'
import { startProvider } from '../support/sdk-worker.ts'
import { ask } from './ask.ts'
import { observe } from './observe.ts'
import type { Json } from '../../services/simulator/json.ts'
import { chunk, done, messageEnd, messageStart, textBlock } from './answers.ts'
import { comparesAnswer, comparesUpstream, isMeasured } from './compared.ts'
import { DeviationList, readProfile } from './deviations.ts'
import { differences } from './differences.ts'
import { fold, readEvents } from './fold.ts'
import { createNormaliser } from './normalise.ts'

void t.test('differences are told by place; the order of keys does not count', async t => {
  t.same(differences({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 }), [])
  t.same(differences({ a: 1, b: [1, { c: 2 }] }, { a: 2, b: [1, { c: 3 }], d: null }), [
    { at: 'a', litellm: 1, ours: 2 },
    { at: 'b.1.c', litellm: 2, ours: 3 },
    { at: 'd', litellm: undefined, ours: null },
  ])
  t.same(differences({ a: [1] }, { a: [1, 2] }), [{ at: 'a', litellm: [1], ours: [1, 2] }])
  t.same(differences({ a: {} }, { a: [] }), [{ at: 'a', litellm: {}, ours: [] }])
})

void t.test('a connection that closes instead of answering is a difference, and the case’s own', async t => {
  const origin = await startProvider(t, req => void req.socket.destroy())
  const { name, path } = { name: 'a/b', path: '/' }
  const answer = await ask(origin, { name, path }, 'k')
  t.equal(answer.missing, `no answer from ${origin}: socket hang up`)
  t.match(observe([], [answer], 0), { status: 0, ending: answer.missing })
})

void t.test('ids and clocks are normalised, and equal ids stay equal', async t => {
  const now = 1_900_000_000
  const [one, two] = ['11111111-2222-4333-8444-555555555555', '21111111-2222-4333-8444-555555555555']
  const normalised = (value: Json): Json => createNormaliser(now)(value)
  t.same(normalised({ id: `chatcmpl-${one}`, again: one, other: two, created: now - 5 }), {
    id: 'chatcmpl-<uuid-1>',
    again: '<uuid-1>',
    other: '<uuid-2>',
    created: '<now>',
  })
  t.same(normalised({ created: 1_700_000_000, cost: 1, obfuscation: 'abc' }), {
    created: 1_700_000_000,
    cost: 1,
    obfuscation: 3,
  })
  t.equal(
    normalised('Timeout passed=0.5, time taken=0.502 seconds'),
    'Timeout passed=0.5, time taken=<measured> seconds',
    'the time allowed counts, the time measured does not',
  )
  const begins = 'fc3f7f6e-0000-4000-8000-000000000000'
  t.same(
    normalised([
      { type: 'function_call', id: begins },
      { type: 'message', id: begins },
    ]),
    [
      { type: 'function_call', id: 'fc_<uuid-1>' },
      { type: 'message', id: '<uuid-1>' },
    ],
  )
  t.same(normalised({ type: 'function_call', id: `fc_${one}` }), { type: 'function_call', id: 'fc_<uuid-1>' })
  t.not(JSON.stringify(normalised({ a: one, b: one })), JSON.stringify(normalised({ a: one, b: two })))
})

const call = (args: string, more: object = {}): Json => ({ index: 0, function: { arguments: args }, ...more })

void t.test('a chat is folded out of its chunks', async t => {
  const stream = [
    chunk({ role: 'assistant', content: 'He' }),
    ': a comment\n\n',
    chunk({ content: 'llo', tool_calls: [call('{"a"', { id: 't1' })] }),
    chunk({ tool_calls: [call(':1}')] }),
    chunk({}, { finish_reason: 'stop' }),
  ].join('')
  const message = {
    delta: {
      role: 'assistant',
      content: 'Hello',
      tool_calls: [{ id: 't1', index: 0, function: { arguments: '{"a":1}' } }],
    },
    finish_reason: 'stop',
  }
  t.match(fold(readEvents(stream + done)), { id: 'chatcmpl-9', choices: { 0: message }, done: true })
  t.match(fold(readEvents(stream)), { done: false })
})

void t.test("a message is folded out of Anthropic's events", async t => {
  const stream = [messageStart(), ...textBlock(0, 'He', 'llo'), ...messageEnd('end_turn')].join('')
  t.match(fold(readEvents(stream)), { content: [{ type: 'text', text: 'Hello' }], stop_reason: 'end_turn', done: true })
})

void t.test('a deviation allows just what it says, and is missed when it no longer occurs', async t => {
  const entry = {
    cases: ['errors/*', 'streams/cut'],
    differs: [
      { at: 'status', litellm: 500, ours: 529 },
      { at: 'events.*.message', litellm: 'it (broke)*', ours: 'absent' },
    ],
    why: 'because it is better so, and everybody says so',
  }
  const list = new DeviationList([entry])
  const status = { at: 'status', litellm: 500, ours: 529 }
  const allowed = (name: string, difference: { at: string; litellm?: Json; ours?: Json }): boolean =>
    list.judge(name, [{ litellm: undefined, ours: undefined, ...difference }])[0]?.deviation === entry
  t.ok(allowed('errors/529', status))
  t.same(list.unused().length, 2, 'one pattern and one place are still without a case')
  t.notOk(allowed('answers/529', status), 'another case')
  t.notOk(allowed('errors/529', { ...status, ours: 503 }), 'another answer of ours')
  t.notOk(allowed('errors/529', { ...status, litellm: '500' }), 'a text is no number')
  t.notOk(
    allowed('errors/529', { at: 'events.0.message', litellm: 'it brok', ours: 'x' }),
    'something where nothing is meant',
  )
  t.ok(allowed('streams/cut', { at: 'events.0.message', litellm: 'it (broke) again' }))
  t.same(list.unused(), [])
})

void t.test('what random cases draw is chance, unless nothing else shows the deviation', async t => {
  const differs = [{ at: 'status', litellm: 500, ours: 529 }]
  const unused = (cases: string[], name: string): number => {
    const list = new DeviationList([{ cases, differs, why: 'as LiteLLM should have said' }])
    list.judge(name, [{ at: 'status', litellm: 500, ours: 529 }])
    return list.unused().length
  }
  t.equal(unused(['errors/529', 'random chat/*'], 'errors/529'), 0)
  t.equal(unused(['errors/529', 'random chat/*'], 'random chat/1'), 1, 'the other case still has to show it')
  t.equal(unused(['random chat/*'], 'errors/529'), 2)
})

const racing = (ours: string): object => ({
  litellm: '1',
  deviations: [
    { cases: ['a'], differs: [{ at: 'x', litellm: '*', ours }], races: true, why: 'LiteLLM has two tasks for it' },
  ],
})

void t.test('where LiteLLM races a deviation need not occur, but ours is given exactly', async t => {
  const file = writeFile(t.testdir({}), 'deviations.yaml', JSON.stringify(racing('absent')))
  const list = new DeviationList(readProfile(file).deviations)
  t.same(list.unused(), [])
  t.ok(list.judge('a', [{ at: 'x', litellm: '1', ours: undefined }])[0]?.deviation)
  t.notOk(list.judge('a', [{ at: 'x', litellm: '1', ours: '2' }])[0]?.deviation)
  t.throws(() => readProfile(writeFile(t.testdir({}), 'wide.yaml', JSON.stringify(racing('*')))), /given exactly/)
})

void t.test('a sum that was added up in another order', async t => {
  const entry = {
    cases: ['a'],
    differs: [{ at: 'cost', rounded: true as const }],
    why: 'LiteLLM adds in another order',
  }
  const allowed = (litellm: Json | undefined, ours: Json | undefined): boolean =>
    new DeviationList([entry]).judge('a', [{ at: 'cost', litellm, ours }])[0]?.deviation === entry
  t.ok(allowed('0.000645', '0.0006450000000000001'))
  t.ok(allowed('0.0003418', '0.00034180000000000007'))
  t.notOk(allowed('0.000645', '0.00064500001'), 'another number')
  t.notOk(allowed(undefined, '0.000645'), 'nothing')
  t.notOk(allowed('dear', 'dear too'), 'no number')
})

void t.test('which headers count', async t => {
  t.ok(comparesUpstream('x-api-key') && comparesUpstream('anthropic-beta'))
  t.notOk(comparesUpstream('host') || comparesUpstream('x-stainless-lang'))
  t.ok(comparesAnswer('content-type') && comparesAnswer('llm_provider-anthropic-organization-id'))
  t.ok(comparesAnswer('x-litellm-response-cost') && comparesAnswer('vary'))
  t.notOk(comparesAnswer('date') || comparesAnswer('llm_provider-date') || comparesAnswer('x-crossfade-fault'))
  t.ok(isMeasured('x-litellm-overhead-duration-ms'), 'of a measured time only that it is there')
  t.notOk(isMeasured('x-litellm-response-cost') || isMeasured('openai-processing-ms'))
})

void t.test('the list of deviations reads', async t => {
  const { litellm, deviations } = readProfile()
  t.match(litellm, /^\d+\.\d+\.\d+$/)
  t.ok(deviations.length > 0)
})
