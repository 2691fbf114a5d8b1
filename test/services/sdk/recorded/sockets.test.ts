/**
 * Every recorded stream through the real worker over real sockets, by every route it can be asked for. Each is sent
 * whole; with a packet an event; cut before and behind every line end, within CR LF too; cut within every character of
 * several bytes; and byte by byte, or in pieces of 61 bytes where it is longer than 4096. The client gets the same bytes
 * each time. Every single boundary, in process: boundaries.test.ts.
 */
import t from 'tap'
import { litellmSchema } from '../../../../config/litellm-schema.ts'
import { postRaw, startSdkWorker } from '../../../support/sdk-worker.ts'
import { startSlicer, withoutIdentity } from '../../../support/slicer.ts'
import { notRecorded } from '../../../support/recorded.ts'
import { type Way, ways } from './ways.ts'

// Seconds of work; on a machine with other work, minutes.
t.setTimeout(240_000)

const skip = notRecorded === undefined ? {} : { skip: notRecorded }

/** Models that LiteLLM's prefixes bring to the routes of `ways`. */
const models: Readonly<Record<string, string>> = {
  anthropic: 'anthropic/claude-sonnet-4-5',
  gemini: 'gemini/gemini-2.5-pro',
  openai: 'openai/gpt-4.1',
  'openai/completions': 'openai/gpt-3.5-turbo-instruct',
  groq: 'groq/llama-3.3-70b-versatile',
  mistral: 'mistral/mistral-large-latest',
  deepseek: 'deepseek/deepseek-chat',
  xai: 'xai/grok-4',
}

/** The model of a way: the provider's, or one for the recordings of a single folder. */
const modelOf = ({ recording, provider }: Way): string => (models[recording.folder] ? recording.folder : provider)

function questionFor(way: Way): object {
  const messages = [{ role: 'user', content: 'hi' }]
  return { model: modelOf(way), messages, prompt: 'hi', input: 'hi', max_tokens: 9, stream: true }
}

/** Every way to cut a stream, by name: the bytes, and where. */
function cutsOf(way: Way): Record<string, { bytes: Buffer; cuts: number[] }> {
  const text = way.recording.frames.join('')
  const bytes = Buffer.from(text)
  const crlf = Buffer.from(text.replaceAll('\n', '\r\n'))
  const all = [...bytes.keys()].slice(1)
  const starts: number[] = []
  for (const frame of way.recording.frames) starts.push((starts.at(-1) ?? 0) + Buffer.byteLength(frame))
  const step = bytes.length > 4096 ? 61 : 1
  return {
    'a packet an event': { bytes, cuts: starts.slice(0, -1) },
    'around line ends': { bytes, cuts: all.filter(at => bytes[at] === 0x0a || bytes[at - 1] === 0x0a) },
    'within CR LF': { bytes: crlf, cuts: [...crlf.keys()].filter(at => crlf[at] === 0x0a) },
    'within characters': { bytes, cuts: all.filter(at => ((bytes[at] ?? 0) & 0xc0) === 0x80) },
    'small pieces': { bytes, cuts: all.filter(at => at % step === 0) },
  }
}

t.test('over sockets, however it is cut', skip, async t => {
  const slicer = await startSlicer(t)
  const config = litellmSchema.parse({
    model_list: Object.entries(models).map(([model_name, model]) => ({
      model_name,
      litellm_params: { model, api_base: slicer.origin, api_key: 'k' },
    })),
    router_settings: { num_retries: 0 },
  })
  const worker = await startSdkWorker(t, { config })
  const answer = async (way: Way): Promise<string> => {
    const { status, text, clean } = await postRaw(worker.base + way.route, questionFor(way))
    return `${status} ${clean ? 'clean' : 'cut'} ${withoutIdentity(text)}`
  }
  for (const way of ways()) {
    slicer.play(Buffer.from(way.recording.frames.join('')))
    const whole = await answer(way)
    t.ok(whole.startsWith('200 clean') || way.route === '/v1/responses', `${way.route} of ${way.recording.name}`)
    const different: string[] = []
    for (const [name, { bytes, cuts }] of Object.entries(cutsOf(way))) {
      slicer.play(bytes, cuts)
      if ((await answer(way)) !== whole) different.push(name)
    }
    t.strictSame(different, [], `${way.route} of ${way.recording.name}: ${whole.length} characters`)
  }
})
