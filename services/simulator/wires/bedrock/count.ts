import { asObject, asText, parseJson } from '../../json.ts'
import { countTokens as countMessages } from '../anthropic/messages.ts'
import type { Endpoint } from '../wire.ts'
import { Complaint } from '../wire.ts'
import { prepared } from './invoke.ts'
import { readConverse } from './read.ts'

/** `POST /model/{id}/count-tokens`: a request to Converse or to InvokeModel, and nothing is made of it but a number. */
export const countTokens: Endpoint = input => {
  const { converse, invokeModel } = asObject(input.body['input'])
  if (converse !== undefined) {
    const { inputTokens } = readConverse(asObject(converse), input.params['target'] ?? '')
    return { kind: 'whole', body: { inputTokens }, pieces: 1 }
  }
  const text = Buffer.from(asText(asObject(invokeModel)['body']), 'base64').toString('utf8')
  const body = asObject(parseJson(text))
  if (Object.keys(body).length === 0) throw new Complaint({ status: 400, message: 'The input has no body.' })
  // Only what InvokeModel would take is counted.
  prepared({ ...input, body }, false)
  const counted = countMessages({ ...input, body: { ...body, model: input.params['target'] ?? '' } })
  const tokens = counted.kind === 'whole' ? asObject(counted.body)['input_tokens'] : undefined
  return { kind: 'whole', body: { inputTokens: tokens ?? 0 }, pieces: 1 }
}
