import { asObject, asText, parseJson } from '../../json.ts'
import { messages } from '../anthropic/messages.ts'
import type { Endpoint, Input, Prepared } from '../wire.ts'
import { Complaint } from '../wire.ts'
import { embedderOf } from './embed.ts'
import { chunkText, encoded, exceptionText } from './event-stream.ts'

/** Claude's own request within Bedrock's: without a model, and its version in the body. */
export function prepared(input: Input, stream: boolean): Prepared {
  const { body, params, headers } = input
  for (const key of ['model', 'stream']) {
    if (body[key] !== undefined) throw new Complaint({ status: 400, message: `${key}: Extra inputs are not permitted` })
  }
  if (body['anthropic_version'] === undefined) {
    throw new Complaint({ status: 400, message: 'anthropic_version: Field required' })
  }
  const version = { ...headers, 'anthropic-version': asText(body['anthropic_version']) }
  return messages({ ...input, body: { ...body, model: params['target'], stream }, headers: version })
}

const rewrapped = (text: string): string => chunkText(asObject(parseJson(/^data: (.*)$/m.exec(text)?.[1] ?? '')))

/** `POST /model/{id}/invoke` */
export const invoke: Endpoint = input => {
  const embedder = embedderOf(input.params['target'] ?? '')
  return embedder ? embedder(input) : prepared(input, false)
}

/** `POST /model/{id}/invoke-with-response-stream` */
export const invokeStream: Endpoint = input => {
  const answer = prepared(input, true)
  if (answer.kind === 'whole') return answer
  return {
    ...answer,
    contentType: 'application/vnd.amazon.eventstream',
    encode: encoded,
    // Pings are the direct API's.
    frames: answer.frames
      .filter(({ text }) => !text.startsWith('event: ping'))
      .map(frame => ({ ...frame, text: rewrapped(frame.text) })),
    ending: answer.ending.map(rewrapped),
    failure: () => [exceptionText('modelStreamErrorException', 'The model stopped in the middle of its answer.')],
  }
}
