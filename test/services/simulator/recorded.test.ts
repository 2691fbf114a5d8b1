import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Json, JsonObject } from '../../../services/simulator/json.ts'
import { asText } from '../../../services/simulator/json.ts'
import { dataOf, endpoints, startSimulator } from './harness.ts'

// What real providers sent, beside the checkout; without it there is nothing to compare with.
const recordings = join(import.meta.dirname, '../../../../shared/fixtures')
const skip = existsSync(recordings) ? false : 'the recorded answers are not here'

const lines = (file: string): JsonObject[] =>
  readFileSync(join(recordings, file), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as JsonObject)

/** The names of all fields, nested ones with their path; of a list only its first element counts. */
function fields(value: Json | undefined, path = ''): string[] {
  if (Array.isArray(value)) return fields(value[0], `${path}[]`)
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([name, inner]) => fields(inner, `${path}.${name}`))
}

const whole = (file: string): JsonObject => JSON.parse(readFileSync(join(recordings, file), 'utf8')) as JsonObject

/** The recorded file, the same kind of answer, and fields the recording has beside it for reasons of its own. */
const bodies: { file: string; endpoint: (typeof endpoints)[keyof typeof endpoints]; beside: string[] }[] = [
  { file: 'openai/chat/openai-text.json', endpoint: endpoints.chat, beside: [] },
  { file: 'openai/completions/openai-completion-text.json', endpoint: endpoints.completions, beside: [] },
  // `phase` is a feature of one model.
  { file: 'openai/responses/openai-phase.1.json', endpoint: endpoints.responses, beside: ['.output[].phase'] },
  { file: 'anthropic/messages/anthropic-text.json', endpoint: endpoints.anthropic, beside: [] },
  // This model always thinks.
  {
    file: 'google/generate-content/google-text.json',
    endpoint: endpoints.gemini,
    beside: ['.candidates[].content.parts[].thoughtSignature', '.usageMetadata.thoughtsTokenCount'],
  },
]

/** The types of the events, repetitions taken together. */
const order = (events: JsonObject[]): unknown[] =>
  events.map(event => event['type']).filter((type, index, all) => type !== all[index - 1])

/** The fields without those of a model's thoughts, which the recorded chunks only have in places. */
const thoughtless = (chunk: JsonObject | undefined): string[] =>
  fields(chunk).filter(field => !/thought(Signature)?$/.test(field))

void t.test('bodies have every field of the recorded ones', { skip }, async t => {
  const { post } = await startSimulator(t)
  for (const { file, endpoint, beside } of bodies) {
    const ours = fields((await (await post(endpoint.path, endpoint.body('Hi'))).json()) as JsonObject)
    const missing = fields(whole(file)).filter(field => !ours.includes(field) && !beside.includes(field))
    t.same(missing, [], file)
  }
})

void t.test('chat chunks have exactly the recorded fields', { skip }, async t => {
  const { post } = await startSimulator(t)
  const options = { stream: true, stream_options: { include_usage: true } }
  const { path, body } = endpoints.chat
  const ours = dataOf(await (await post(path, { ...body('Hi'), ...options })).text()).filter(
    chunk => typeof chunk !== 'string',
  )
  const theirs = lines('openai/chat/openai-text.chunks.txt')
  for (const position of [0, 1, -2, -1])
    t.same(fields(ours.at(position)), fields(theirs.at(position)), `chunk ${position}`)
})

void t.test('Anthropic events have exactly the recorded fields', { skip }, async t => {
  const { post } = await startSimulator(t)
  const { path, body } = endpoints.anthropic
  const ours = dataOf(await (await post(path, { ...body('Hi'), stream: true })).text()) as JsonObject[]
  const theirs = lines('anthropic/messages/anthropic-text.chunks.txt')
  t.same(order(ours), order(theirs))
  for (const { type } of theirs) {
    const find = (events: JsonObject[]): JsonObject | undefined => events.find(event => event['type'] === type)
    t.same(fields(find(ours)), fields(find(theirs)), asText(type))
  }
})

void t.test('Gemini chunks have exactly the recorded fields', { skip }, async t => {
  const { post } = await startSimulator(t)
  const { streamPath, body } = endpoints.gemini
  const ours = dataOf(await (await post(streamPath, body('Hi [sim:thinking]'))).text()) as JsonObject[]
  const theirs = lines('google/generate-content/google-text.chunks.txt')
  t.same(thoughtless(ours.at(0)).toSorted(), thoughtless(theirs.at(0)).toSorted())
  t.same(thoughtless(ours.at(-1)).toSorted(), thoughtless(theirs.at(-1)).toSorted())
})

void t.test('Responses events of a function call have the recorded fields', { skip }, async t => {
  const { post } = await startSimulator(t)
  const { path, body } = endpoints.responses
  const ours = dataOf(await (await post(path, { ...body('[sim:tool]'), stream: true })).text()) as JsonObject[]
  const theirs = lines('openai/responses/openai-client-tool-search.2.chunks.txt').slice(2)
  for (const { type } of theirs) {
    const find = (events: JsonObject[]): string[] => fields(events.find(event => event['type'] === type))
    const missing = find(theirs).filter(field => !find(ours).includes(field) && !/obfuscation|\.tools\[\]/.test(field))
    t.same(missing, [], asText(type))
  }
})
