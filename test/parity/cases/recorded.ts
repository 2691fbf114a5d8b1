/** Streams that real providers sent, where the recordings are beside the project: through every route they can be asked for. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { recordedStreams } from '../../support/recorded.ts'
import { stream } from '../answers.ts'
import { chatPath, messagesPath, type ParityCase, user } from '../case.ts'

const messages = [user('hi')]
const withUsage = { stream: true, stream_options: { include_usage: true } }

/** How a recording is asked for: of which model, by which paths. */
const asked: Readonly<Record<string, readonly { path: string; body: JsonObject }[]>> = {
  'anthropic/messages': [
    { path: chatPath, body: { model: 'claude', messages, ...withUsage } },
    { path: messagesPath, body: { model: 'claude', messages, max_tokens: 100, stream: true } },
    { path: '/v1/completions', body: { model: 'claude', prompt: 'hi', stream: true } },
  ],
  'openai/chat': [
    { path: chatPath, body: { model: 'gpt', messages, ...withUsage } },
    { path: '/v1/completions', body: { model: 'gpt', prompt: 'hi', stream: true } },
  ],
  'openai-compatible/chat': [{ path: chatPath, body: { model: 'gpt-unknown', messages, ...withUsage } }],
  'groq/chat': [{ path: chatPath, body: { model: 'groq', messages, ...withUsage } }],
  'mistral/chat': [{ path: chatPath, body: { model: 'mistral', messages, ...withUsage } }],
  'deepseek/chat': [{ path: chatPath, body: { model: 'deepseek', messages, ...withUsage } }],
  'xai/chat': [{ path: chatPath, body: { model: 'xai', messages, ...withUsage } }],
  'openai/completions': [{ path: '/v1/completions', body: { model: 'gpt-unknown', prompt: 'hi', ...withUsage } }],
}

/** A field nobody has announced, in every object of an event but a tool's input; what is no JSON stays as it is. */
function changed(event: string): string {
  try {
    return JSON.stringify(surprised(JSON.parse(event)))
  } catch {
    return event
  }
}

function surprised(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(surprised)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).map(([key, inner]) => [key, key === 'input' ? inner : surprised(inner)])
  return { ...Object.fromEntries(entries), x_surprise: { n: 1 } }
}

export const recordedCases: readonly ParityCase[] = recordedStreams().flatMap(recording =>
  (asked[recording.folder] ?? []).flatMap(({ path, body }): ParityCase[] => {
    const topic = `recorded${path}`
    const surprises = recording.framed(recording.events.map(changed))
    return [
      { name: `${topic}/${recording.name}`, path, body, provider: stream(recording.frames) },
      { name: `${topic}/${recording.name} with surprises`, path, body, provider: stream(surprises) },
    ]
  }),
)
