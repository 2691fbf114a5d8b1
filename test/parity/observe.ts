/** What one backend made of a case: what it sent upstream and what it answered, ready to be compared. */
import type { Json, JsonObject } from '../../services/simulator/json.ts'
import { asObject, parseJson } from '../../services/simulator/json.ts'
import type { RecordedRequest } from '../../services/simulator/recorder.ts'
import type { Answer } from './ask.ts'
import { comparesAnswer, comparesUpstream, isMeasured } from './compared.ts'
import { fold, readEvents } from './fold.ts'
import { createNormaliser } from './normalise.ts'

/** `calls`, `upstream`, `status`, `headers`, `ending`, and `body` or, of a stream, `events` and `folded`. */
export type Observation = JsonObject

/** Puts an observation together, of the last answer and the statuses of those before it. `now` is in Unix seconds. */
export function observe(calls: readonly RecordedRequest[], answers: readonly Answer[], now: number): Observation {
  const answer = answers.at(-1)
  if (answer === undefined) throw new Error('there is nothing to observe without an answer')
  const streamed = answer.headers['content-type']?.startsWith('text/event-stream') === true
  const events = streamed ? readEvents(answer.text) : []
  const said: JsonObject = streamed
    ? { events: events.map(({ event, data }) => (event === '' ? { data } : { event, data })), folded: fold(events) }
    : { body: parseJson(answer.text) ?? answer.text }
  return createNormaliser(now)({
    calls: calls.length,
    upstream: calls.map(call => ({
      method: call.method,
      url: call.url,
      ...(call.wire === 'aws-sts' ? readRoleRequest(call) : readCall(call)),
    })),
    ...(answers.length > 1 ? { before: answers.slice(0, -1).map(({ status }) => status) } : {}),
    status: answer.status,
    ending: answer.missing ?? (answer.clean ? 'clean' : 'broken'),
    ...said,
    // Behind the rest: ids are numbered as they come, and not both have the same headers.
    headers: unmeasured(kept(answer.headers, comparesAnswer)),
  }) as Observation
}

const readCall = (call: RecordedRequest): JsonObject => ({
  headers: kept(call.headers, comparesUpstream),
  body: call.wire === 'google-token' ? readTokenRequest(call.body) : call.body,
})

/** What is asked of AWS's STS, and by whom: each library signs its own headers and has its own clock in a name. */
function readRoleRequest({ headers, body }: RecordedRequest): JsonObject {
  const form = [...new URLSearchParams(typeof body === 'string' ? body : '')]
  const [, caller = null] = / Credential=([^,]*),/.exec(String(headers['authorization'])) ?? []
  return {
    caller: caller?.replace(/\/\d{8}\//, '/<day>/') ?? null,
    token: String(headers['x-amz-security-token'] ?? ''),
    body: Object.fromEntries(
      form.map(([name, value]) => [name, value.replace(/^(litellm-session-)\d{10}$/, '$1<second>')]),
    ),
  }
}

/** What a request for a token says: its signature and its times are never the same. */
function readTokenRequest(body: Json): JsonObject {
  const form = new URLSearchParams(typeof body === 'string' ? body : '')
  const claims = asObject(
    parseJson(Buffer.from(form.get('assertion')?.split('.')[1] ?? '', 'base64url').toString()) ?? null,
  )
  const { iat, exp, ...said } = claims
  return { grant_type: form.get('grant_type'), ...said, seconds: Number(exp) - Number(iat) }
}

function kept(headers: NodeJS.Dict<string | string[]>, compares: (name: string) => boolean): JsonObject {
  const entries = Object.entries(headers).flatMap(([name, value]): [string, Json][] =>
    value !== undefined && compares(name) ? [[name, value]] : [],
  )
  // In one order: ids are numbered as they come.
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

function unmeasured(headers: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      // An id of its own each: how many others came before it says nothing.
      if (name === 'x-litellm-call-id') return [name, '<call>']
      return [name, isMeasured(name) ? '<measured>' : value]
    }),
  )
}
