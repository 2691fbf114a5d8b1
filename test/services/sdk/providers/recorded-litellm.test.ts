// What LiteLLM 1.106.2 sent to a provider and told its client, recorded; the translators are to do the same.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { isObject, parseJson } from '../../../../services/sdk/providers/json.ts'
import { splitModel, translatorFor } from '../../../../services/sdk/providers/registry.ts'
import {
  type AnswerContext,
  type Json,
  type JsonObject,
  ProviderFault,
  RequestFault,
  type Target,
  type Translator,
} from '../../../../services/sdk/providers/translator.ts'
import { chunksOf, target } from './fixtures.ts'

interface Told {
  readonly status: number
  readonly message: string
  readonly type: Json
}

/** `refused` before a call; else what was `sent`, and of the answer either `told`, `chunks` or a `fault`, or several. */
interface Recording {
  readonly name: string
  readonly group: string
  readonly model: string
  readonly apiBase: string
  readonly apiVersion?: string
  readonly baseModel?: string
  readonly chat: JsonObject
  readonly headers?: Record<string, string>
  readonly refused?: Told
  readonly sent?: { readonly path: string; readonly body: JsonObject; readonly headers: Record<string, string> }
  readonly status?: number
  readonly answer?: string
  readonly events?: string
  readonly told?: JsonObject
  readonly chunks?: Json[]
  readonly fault?: Told
}

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'litellm')

for (const file of readdirSync(folder)) {
  t.test(file, async t => {
    for (const line of readFileSync(join(folder, file), 'utf8').trim().split('\n')) {
      const recording = JSON.parse(line) as Recording
      t.test(recording.name, async t => compare(t, recording))
    }
  })
}

function compare(t: Test, recording: Recording): void {
  const { provider, model } = splitModel(recording.model)
  const { group, apiBase, apiVersion, baseModel, headers = {} } = recording
  const deployment = target(provider, model, { group, apiBase, apiVersion, headers, apiKey: 'sk-fake', baseModel })
  const translator = translatorFor(provider)
  if (translator === null) throw new Error(`nobody translates for ${provider}`)
  const { chat, refused, sent } = recording
  if (refused) {
    t.match(
      faultOf(() => translator.request(chat, deployment)),
      refused,
    )
    return
  }
  const request = translator.request(chat, deployment)
  const { pathname, search } = new URL(request.url)
  t.equal(pathname + search, sent?.path)
  t.strictSame(plain(request.body), sent?.body)
  t.match(request.headers, sent?.headers ?? {})
  if (recording.events !== undefined) compareStream(t, recording, translator, deployment)
  else if (recording.answer !== undefined) compareAnswer(t, recording, translator, deployment)
}

function compareAnswer(t: Test, recording: Recording, translator: Translator, deployment: Target): void {
  const { chat, status = 200, answer = '', fault, told } = recording
  const body = parseJson(answer)
  const streamed = chat['stream'] === true
  if (status !== 200 || !isObject(body)) {
    t.match(told ?? fault, shown(translator.error(status, answer, deployment, streamed)))
  } else if (fault) {
    t.match(
      faultOf(() => translator.response(body, chat, deployment, contextOf(chat))),
      fault,
    )
  } else {
    t.strictSame(normal(translator.response(body, chat, deployment, contextOf(chat)).body), told)
  }
}

function compareStream(t: Test, recording: Recording, translator: Translator, deployment: Target): void {
  const stream = translator.stream(recording.chat, deployment, contextOf(recording.chat))
  const frames: string[] = []
  const fault = faultOf(() => {
    for (const event of (recording.events ?? '').split(/\r?\n\r?\n/)) {
      if (event) frames.push(...stream.push({ event: '', data: event.replace(/^data: /, '') }))
    }
    const { complete, frames: owed } = stream.end()
    t.ok(complete)
    frames.push(...owed)
  })
  t.strictSame(chunksOf(frames).map(normal), recording.chunks ?? [])
  t.match(fault, recording.fault ?? null)
}

function faultOf(step: () => unknown): Told | null {
  try {
    step()
    return null
  } catch (fault) {
    return shown(fault)
  }
}

function shown(fault: unknown): Told {
  if (fault instanceof ProviderFault) return { status: fault.status, message: fault.message, type: fault.type }
  if (!(fault instanceof RequestFault)) throw fault
  return { status: fault.status, message: `litellm.${fault.litellmClass}: ${fault.message}`, type: fault.type }
}

function contextOf(chat: JsonObject): AnswerContext {
  const options = chat['stream_options']
  return { id: '<id>', created: 0, includeUsage: isObject(options) && options['include_usage'] === true }
}

function plain(value: JsonObject): Json {
  return JSON.parse(JSON.stringify(value)) as Json
}

/** Without clocks, costs and made-up ids. */
function normal(value: Json): Json {
  const kept = JSON.stringify(value, (key, item: Json) => {
    if (key === 'created' || key === 'expires_at' || key === 'cost') return undefined
    if (typeof item !== 'string') return item
    return key === 'id' && /^[0-9a-f]{32}$/.test(item) ? '<id>' : item.replace(/^call_[0-9a-f]{28}/, '<call>')
  })
  return JSON.parse(kept) as Json
}
