import { countTokens, messages } from '../anthropic/messages.ts'
import type { Endpoint } from '../wire.ts'
import { Complaint } from '../wire.ts'

const version = 'vertex-2023-10-16'

/** `publishers/anthropic/models/{model}:rawPredict` and `:streamRawPredict`: Messages, whose model is in the path. */
export const claudeMethod: Endpoint = input => {
  const [model = '', method = ''] = (input.params['target'] ?? '').split(/:(?=[^:]*$)/)
  const { anthropic_version: stated, ...body } = input.body
  // A count is asked for without a version.
  if (stated !== version && (model !== 'count-tokens' || stated !== undefined)) {
    throw new Complaint({ status: 400, message: `anthropic_version: Input should be '${version}'` })
  }
  if (method !== 'rawPredict' && method !== 'streamRawPredict') {
    throw new Complaint({ status: 404, message: `Method not found: ${method}` })
  }
  const headers = { ...input.headers, 'anthropic-version': version }
  if (model === 'count-tokens') return countTokens({ ...input, headers, body })
  if ('model' in body) throw new Complaint({ status: 400, message: 'model: Extra inputs are not permitted' })
  return messages({ ...input, headers, body: { model, ...body } })
}
