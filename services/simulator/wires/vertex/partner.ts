import { asText } from '../../json.ts'
import { chatCompletions } from '../openai/chat.ts'
import type { Endpoint } from '../wire.ts'
import { Complaint } from '../wire.ts'

/** `endpoints/openapi/chat/completions`: the models of all partners, named by publisher. */
export const openapiChat: Endpoint = input => {
  const model = asText(input.body['model'])
  if (/^[^/]+\/[^/]+$/.test(model)) return chatCompletions(input)
  throw new Complaint({
    status: 400,
    message: `Malformed publisher model (model: ${model}). Expected publisher/model.`,
  })
}

/** `publishers/{mistralai|ai21}/models/{model}:rawPredict` and `:streamRawPredict`. */
export const publisherMethod: Endpoint = input => {
  const [model = '', method = ''] = (input.params['target'] ?? '').split(/:(?=[^:]*$)/)
  if (model.includes('/') || model === 'count-tokens') {
    throw new Complaint({ status: 404, message: `Publisher Model \`${model}\` was not found.` })
  }
  const streams = input.body['stream'] === true
  if (method === (streams ? 'streamRawPredict' : 'rawPredict')) return chatCompletions(input)
  throw new Complaint({ status: 404, message: `Method not found: ${method}` })
}
