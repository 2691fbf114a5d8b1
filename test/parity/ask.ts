/** The client of the suite: it sends a case to one backend and keeps all that came back, broken answers too. */
import { once } from 'node:events'
import http from 'node:http'
import { gzipSync } from 'node:zlib'
import type { ParityCase } from './case.ts'

/** What came over the wire. */
export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly text: string
  /** Whether it ended as HTTP wants it. */
  readonly clean: boolean
  /** Why there is none: a connection that was closed instead. */
  readonly missing?: string
}

/** Nothing that a case asks takes longer. */
const patienceMs = 20_000

/** Sends a case with the clients' key. */
export async function ask(base: string, parityCase: ParityCase, key: string): Promise<Answer> {
  const answer = await responseOf(send(base, parityCase, key))
  if (answer instanceof Error) {
    // No reason to end the suite, and never the same on both sides.
    const missing = `no answer from ${base}: ${answer.message}`
    return { status: 0, headers: {}, text: '', clean: false, missing }
  }
  const chunks: Buffer[] = []
  answer.on('data', (chunk: Buffer) => chunks.push(chunk))
  // A broken answer is an answer too; `complete` tells.
  answer.on('error', () => {})
  await new Promise(resolve => answer.once('close', resolve))
  const { statusCode: status = 0, headers: got, complete: clean } = answer
  return { status, headers: got, text: Buffer.concat(chunks).toString('utf8'), clean }
}

/** Sends a case and leaves: once the provider has it, or once there is a part of the answer. */
export async function askAndLeave(
  base: string,
  parityCase: ParityCase,
  key: string,
  atProvider: () => Promise<boolean>,
): Promise<void> {
  const request = send(base, parityCase, key)
  const response = responseOf(request)
  if (parityCase.leaves === 'waiting') await atProvider()
  else {
    const answer = await response
    if (!(answer instanceof Error))
      await once(
        answer.on('error', () => {}),
        'data',
      )
  }
  request.destroy()
  await response
}

function send(base: string, parityCase: ParityCase, key: string): http.ClientRequest {
  const { method = 'POST', path, headers, body } = parityCase
  const all = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers }
  const sent = Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value.replace('KEY', key)]])),
  ) as Record<string, string>
  const request = http.request(base + path, { method, headers: sent, timeout: patienceMs, agent: false })
  request.once('timeout', () => request.destroy(new Error(`no answer within ${patienceMs} ms: ${parityCase.name}`)))
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  request.end(parityCase.packed && text !== undefined ? gzipSync(text) : text)
  return request
}

async function responseOf(request: http.ClientRequest): Promise<http.IncomingMessage | Error> {
  try {
    const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
    return answer
  } catch (error) {
    return error as Error
  }
}
