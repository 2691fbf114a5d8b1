/** Every way a recorded stream can be asked for: the recording, the route, and what reads it there. */
import { anthropicTranslator } from '../../../../services/sdk/providers/anthropic/translator.ts'
import { passthroughStream } from '../../../../services/sdk/providers/anthropic/passthrough.ts'
import { readEvents } from '../../../../services/sdk/event-reader.ts'
import { geminiTranslator } from '../../../../services/sdk/providers/gemini/translator.ts'
import { completionsTranslator } from '../../../../services/sdk/providers/openai/completions.ts'
import { responsesStream } from '../../../../services/sdk/providers/openai/responses-answer.ts'
import { openaiTranslator } from '../../../../services/sdk/providers/openai/translator.ts'
import { throughChat } from '../../../../services/sdk/providers/text-completion.ts'
import type { StreamTranslator, Translator } from '../../../../services/sdk/providers/translator.ts'
import { type RecordedStream, recordedStreams } from '../../../support/recorded.ts'
import { context, target } from '../providers/fixtures.ts'

export type Route = '/v1/chat/completions' | '/v1/messages' | '/v1/completions' | '/v1/responses'

export interface Way {
  readonly recording: RecordedStream
  readonly route: Route
  readonly provider: string
  /** A stream of the route, its identity and clock pinned. */
  open(): StreamTranslator
}

interface Served {
  readonly route: Route
  readonly provider: string
  readonly open: () => StreamTranslator
}

const asked = { model: 'm', messages: [{ role: 'user', content: 'hi' }], prompt: 'hi' }

function through(route: Route, provider: string, translator: Translator): Served {
  return { route, provider, open: () => translator.stream(asked, target(provider, 'model'), context) }
}

function chatOf(provider: string, translator: Translator): Served[] {
  const text = through('/v1/completions', provider, throughChat(translator))
  return [through('/v1/chat/completions', provider, translator), text]
}

/** Who serves a recording, by its folder. */
const served: Readonly<Record<string, readonly Served[]>> = {
  'anthropic/messages': [
    ...chatOf('anthropic', anthropicTranslator),
    { route: '/v1/messages', provider: 'anthropic', open: () => passthroughStream(target('anthropic', 'model')) },
  ],
  'google/generate-content': chatOf('gemini', geminiTranslator),
  'openai/chat': chatOf('openai', openaiTranslator),
  // Recorded of a model of xAI's behind a compatible server.
  'openai-compatible/chat': chatOf('openai', openaiTranslator),
  'groq/chat': chatOf('groq', openaiTranslator),
  'mistral/chat': chatOf('mistral', openaiTranslator),
  'deepseek/chat': chatOf('deepseek', openaiTranslator),
  'xai/chat': chatOf('xai', openaiTranslator),
  'openai/completions': [through('/v1/completions', 'openai', completionsTranslator)],
  'openai/responses': [
    {
      route: '/v1/responses',
      provider: 'openai',
      open: () => responsesStream(target('openai', 'model'), 'resp_test', context.created),
    },
  ],
}

/** All of them; a folder that nobody serves is a fault of this list. */
export function ways(): Way[] {
  return recordedStreams().flatMap(recording => {
    const those = served[recording.folder]
    if (those === undefined) throw new Error(`nobody serves ${recording.folder}`)
    return those.map(one => ({ ...one, recording }))
  })
}

/** What a client gets of a stream that arrives in these pieces; a fault is told at its end, as is what is missing. */
export function framesOf(way: Way, pieces: Iterable<Buffer>): string {
  const frames: string[] = []
  try {
    const reader = readEvents('sse', way.open(), frame => frames.push(frame))
    for (const piece of pieces) reader.feed(piece)
    const { complete, frames: owed } = reader.finish()
    return [...frames, ...owed, complete ? '' : 'INCOMPLETE'].join('')
  } catch (fault) {
    return [...frames, `THROWN ${String(fault)}`].join('')
  }
}
