/**
 * Nothing of a recorded stream is lost: every leaf of its events is found in the client's, under the same name, or the
 * list in rules.ts says where it went and why. On the routes of the same wire the events are the very same.
 */
import t from 'tap'
import { asObject, isObject, parseJson, withoutNulls } from '../../../../services/sdk/providers/json.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { notRecorded } from '../../../support/recorded.ts'
import { lostLeaves, type Rule } from './leaves.ts'
import { chatRules, textRules } from './rules.ts'
import { framesOf, type Route, type Way, ways } from './ways.ts'

const skip = notRecorded === undefined ? {} : { skip: notRecorded }
const on = (route: Route): Way[] => ways().filter(way => way.route === route)

function recordedOf({ recording }: Way): JsonObject[] {
  return recording.events.map(parseJson).filter(isObject)
}

/** What the client got: the names of the events, and their data where it is JSON. */
function gotOf(way: Way): { names: string[]; data: JsonObject[] } {
  const text = framesOf(way, [Buffer.from(way.recording.frames.join(''))])
  return {
    names: [...text.matchAll(/^event: (.*)$/gm)].map(([, name = '']) => name),
    data: [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => parseJson(data)).filter(isObject),
  }
}

/** Of several messages in one stream, the last one's reason is the answer's. */
function withOneReason(events: readonly JsonObject[]): JsonObject[] {
  const last = events.findLastIndex(event => event['type'] === 'message_delta')
  return events.map((event, at) => {
    if (event['type'] !== 'message_delta' || at === last) return event
    return { ...event, delta: { ...asObject(event['delta']), stop_reason: undefined } }
  })
}

t.test('/v1/messages: the provider’s events, but for the model’s name in the first', skip, async t => {
  for (const way of on('/v1/messages')) {
    const recorded = recordedOf(way)
    const first = recorded.findIndex(event => event['type'] === 'message_start')
    const expected = recorded.map((event, at) =>
      at === first ? { ...event, message: { ...asObject(event['message']), model: 'my-group' } } : event,
    )
    const { names, data } = gotOf(way)
    t.strictSame(data, expected, way.recording.name)
    t.strictSame(
      names,
      recorded.map(event => event['type']),
      way.recording.name,
    )
  }
})

/** As LiteLLM tells it: of an event and its response what is null is left out. */
function withoutEmpty(event: JsonObject): JsonObject {
  const response = asObject(event['response'])
  return withoutNulls(response ? { ...event, response: withoutNulls(response) } : event)
}

t.test('/v1/responses: the provider’s events, each with the model’s name', skip, async t => {
  for (const way of on('/v1/responses')) {
    const recorded = recordedOf(way)
    const failed = recorded.findIndex(event => event['type'] === 'error')
    const passed = failed === -1 ? recorded : recorded.slice(0, failed)
    const expected = passed.map(event => ({ ...withoutEmpty(event), model: 'my-group' }))
    t.strictSame(gotOf(way).data, expected, way.recording.name)
  }
})

t.test('/v1/chat/completions: every leaf', skip, async t => {
  const used = new Set<Rule>()
  for (const way of on('/v1/chat/completions')) {
    const rules = chatRules[way.recording.folder.split('/')[1] ?? '']
    if (rules === undefined) continue
    const lost = lostLeaves(withOneReason(recordedOf(way)), gotOf(way).data, rules, used)
    t.strictSame(lost, [], way.recording.name)
  }
  const unused = Object.values(chatRules).flatMap(list => list.filter(rule => !used.has(rule)))
  t.strictSame(
    unused.map(({ at }) => at),
    [],
    'every exception on the list occurs',
  )
})

t.test('/v1/completions: every piece of text', skip, async t => {
  for (const way of on('/v1/completions')) {
    if (way.provider === 'gemini') continue
    t.strictSame(lostLeaves(recordedOf(way), gotOf(way).data, textRules, new Set()), [], way.recording.name)
  }
})

t.test('the check itself sees what is missing', async t => {
  const events: JsonObject[] = [{ type: 'x', a: [{ b: 1 }, { b: 1 }], c: 'text', d: null }]
  const rules: Rule[] = [
    { at: 'x.type', dropped: true, why: '' },
    { at: 'x.c', as: 'e', why: '' },
  ]
  const lost = (got: JsonObject): string[] => lostLeaves(events, [got], rules, new Set())
  t.strictSame(lost({ b: [1, 1], e: 'text' }), [])
  t.strictSame(lost({ b: [1], e: 'text' }), ['x.a.*.b = 1'], 'as often')
  t.strictSame(lost({ b: [1, 1], c: 'text' }), ['x.c = "text"'], 'by its name')
  t.strictSame(lost({ b: [1, 1], e: 'texts' }), ['x.c = "text"'], 'the whole of it')
})
