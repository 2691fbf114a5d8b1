/** An error that the Responses API tells within a stream (litellm/responses/streaming_iterator.py). */
import { asString } from '../json.ts'
import type { JsonObject, ProviderFault, Target } from '../translator.ts'
import { responsesError } from './errors.ts'

/** The codes that mean something else than a failure of the server. */
const statuses: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    (
      'invalid_prompt invalid_image invalid_image_format invalid_base64_image invalid_image_url image_too_large ' +
      'image_too_small image_parse_error image_content_policy_violation invalid_image_mode image_file_too_large ' +
      'unsupported_image_media_type empty_image_file failed_to_download_image image_file_not_found ' +
      'invalid_request_error context_length_exceeded content_policy_violation model_not_found'
    )
      .split(' ')
      .map(code => [code, 400]),
  ),
  vector_store_timeout: 504,
}

/** The fault of an error event, or of a response that failed. */
export function responsesStreamFault(error: JsonObject, target: Target): ProviderFault {
  const fields = [error['code'], error['type']].map(field =>
    typeof field === 'number' ? String(field) : (asString(field) ?? ''),
  )
  const message = asString(error['message']) ?? 'Response API in-stream error'
  return responsesError(statusOf(fields), message, target)
}

function statusOf(fields: readonly string[]): number {
  if (fields.some(field => field.startsWith('rate_limit') || field === 'insufficient_quota')) return 429
  const known = fields.map(field => (/^[45]\d\d$/.test(field) ? Number(field) : statuses[field]))
  return known.find(status => status !== undefined) ?? 500
}
