import t from 'tap'
import { describeScenarios, readScenarios } from '../../../services/simulator/scenarios.ts'

const readings = [
  {
    name: 'nothing asked',
    header: undefined,
    text: '{"content":"hi"}',
    names: [],
    plan: { instead: null, delayMs: 0 },
  },
  { name: 'a header', header: 'tool', text: '', names: ['tool'], plan: { content: { kind: 'tool', count: 1 } } },
  { name: 'an argument', header: 'tool:3', text: '', names: ['tool:3'], plan: { content: { kind: 'tool', count: 3 } } },
  {
    name: 'a marker',
    header: undefined,
    text: 'a [sim:refusal] b',
    names: ['refusal'],
    plan: { content: { kind: 'refusal' } },
  },
  {
    name: 'a marker with an argument',
    header: undefined,
    text: '[sim:error:429]',
    names: ['error:429'],
    plan: { instead: { kind: 'error', status: 429 } },
  },
  {
    name: 'several, with spaces',
    header: 'slow:7 , cut:2',
    text: '[sim:thinking]',
    names: ['thinking', 'slow:7', 'cut:2'],
    plan: { thinking: true, pauseMs: 7, interruption: { kind: 'cut', chunks: 2 } },
  },
  {
    name: 'the header beats the marker',
    header: 'delay:5',
    text: '[sim:delay:900]',
    names: ['delay:5'],
    plan: { delayMs: 5 },
  },
  {
    name: 'of two markers the last one counts',
    header: '',
    text: '[sim:long:1][sim:long:9]',
    names: ['long:9'],
    plan: { content: { kind: 'long', chunks: 9 } },
  },
  {
    name: 'the gate does not hide what comes after',
    header: 'gate,overloaded',
    text: '',
    names: ['gate', 'overloaded'],
    plan: { gated: true, instead: { kind: 'error', status: 529 } },
  },
]

for (const { name, header, text, names, plan } of readings) {
  void t.test(name, async t => {
    const reading = readScenarios(header, text)
    t.match(reading, { ok: true, names, plan })
    t.equal(reading.ok && reading.names.length, names.length)
  })
}

const refused = [
  { header: 'nope', why: /Unknown scenario 'nope'/ },
  { header: 'error', why: /needs an argument: status/ },
  { header: 'error:418', why: /knows the statuses/ },
  { header: 'refusal:2', why: /takes no argument/ },
  { header: 'cut:many', why: /takes a whole number/ },
  { header: 'constructor', why: /Unknown scenario/ },
]

for (const { header, why } of refused) {
  void t.test(`'${header}' is refused`, async t => {
    const reading = readScenarios(header, '')
    t.equal(reading.ok, false)
    t.match(reading.ok ? '' : reading.problem, why)
  })
}

void t.test('every scenario is described and readable with its default', async t => {
  const list = describeScenarios()
  t.ok(list.length > 20)
  for (const { name, usage, doc } of list) {
    t.ok(usage.startsWith(name) && doc.length > 10, name)
    t.ok(readScenarios(name === 'error' ? 'error:500' : name, '').ok, name)
  }
})
