/** The recorded provider answers beside the project, where they are there, and what tests fold out of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asObject, asString, isObject, objectsOf, parseJson } from '../../../../services/sdk/providers/json.ts'
import type {
  AnswerContext,
  Json,
  JsonObject,
  SseEvent,
  Target,
} from '../../../../services/sdk/providers/translator.ts'

const root = join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'fixtures')

/** Whether the recordings are there. */
export const haveFixtures = existsSync(root)

/** The recordings of one wire of one provider whose names end so. */
export function fixtures(provider: string, wire: string, ending: string): { name: string; text: string }[] {
  const folder = join(root, provider, wire)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter(name => name.endsWith(ending))
    .map(name => ({ name: `${provider}/${name}`, text: readFileSync(join(folder, name), 'utf8') }))
}

/** A recorded stream's events. */
export function eventsOf(text: string): { event: SseEvent; data: JsonObject }[] {
  return text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => {
      const parsed = parseJson(line)
      const data = isObject(parsed) ? parsed : {}
      return { event: { event: asString(data['type']) ?? '', data: line }, data }
    })
}

/** A deployment for tests. */
export function target(provider: string, model: string, more: Partial<Target> = {}): Target {
  return {
    group: 'my-group',
    provider,
    model,
    apiBase: 'http://provider.test',
    apiKey: 'key',
    apiVersion: undefined,
    headers: {},
    defaults: {},
    dropParams: false,
    ...more,
  }
}

/** The identity and clock of an answer, pinned. */
export const context: AnswerContext = { id: 'chatcmpl-test', created: 1_700_000_000, includeUsage: true }

/** The chunks of a list of frames; each must be a whole event. */
export function chunksOf(frames: readonly string[]): Json[] {
  return frames.map(frame => {
    if (!frame.startsWith('data: ') || !frame.endsWith('\n\n')) throw new Error(`not a frame: ${frame}`)
    const data = frame.slice(6, -2)
    return data === '[DONE]' ? data : (JSON.parse(data) as Json)
  })
}

/** What a client puts together from a stream. */
export interface Folded {
  text: string
  thinking: string
  signatures: string[]
  tools: { id: Json | undefined; name: Json | undefined; arguments: string }[]
  finish: Json | undefined
}

/** Puts the deltas of a stream of chunks together. */
export function fold(chunks: readonly Json[]): Folded {
  const folded: Folded = { text: '', thinking: '', signatures: [], tools: [], finish: undefined }
  for (const chunk of chunks) {
    for (const choice of objectsOf(asObject(chunk)?.['choices'])) {
      const delta = asObject(choice['delta']) ?? {}
      folded.finish = choice['finish_reason'] ?? folded.finish
      folded.text += asString(delta['content']) ?? ''
      folded.thinking += asString(delta['reasoning_content']) ?? ''
      for (const block of objectsOf(delta['thinking_blocks'])) {
        const signature = asString(block['signature'])
        if (signature) folded.signatures.push(signature)
      }
      for (const call of objectsOf(delta['tool_calls'])) foldCall(folded, call)
    }
  }
  return folded
}

function foldCall(folded: Folded, call: JsonObject): void {
  const called = asObject(call['function'])
  const index = Number(call['index'])
  const entry = (folded.tools[index] ??= { id: call['id'], name: called?.['name'], arguments: '' })
  entry.arguments += asString(called?.['arguments']) ?? ''
}
