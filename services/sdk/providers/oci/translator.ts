/** Oracle Cloud's generative models. Those of Cohere have a form of their own, which is left to the other backend. */
import { createHash } from 'node:crypto'
import { asCount, asObject, asString, objectsOf } from '../json.ts'
import { jsonFault, litellmFault } from '../litellm-errors.ts'
import { brokenAnswer } from '../plain/answer.ts'
import type { Piece } from '../plain/stream.ts'
import { plainTranslator } from '../plain/wire.ts'
import {
  type Json,
  type JsonObject,
  NotServed,
  type ProviderFault,
  type Target,
  type Translator,
} from '../translator.ts'
import { ociBody, ociNames, ociUrl } from './request.ts'
import { ociKey } from './sign.ts'

export const ociTranslator: Translator = plainTranslator({
  takes: `${Object.keys(ociNames).join(' ')} stream max_tokens max_completion_tokens tools reasoning_effort tool_choice response_format`,
  tellsHeaders: true,
  hidesErrors: 'always',
  bare: true,
  request(asked) {
    const { target } = asked
    if (target.model.split('.')[0]?.toLowerCase() === 'cohere') {
      throw new NotServed('the sdk backend does not ask Cohere at Oracle')
    }
    const key = ociKey(target)
    if (key === undefined) throw unsigned(target)
    return { url: ociUrl(target), body: ociBody(asked), ociKey: key }
  },
  answer(body, _chat, target) {
    const said = asObject(body['chatResponse'])
    const choice = objectsOf(said?.['choices'])[0]
    if (!said || !choice) throw refused(200, asString(body['error']) ?? 'OCI response contained no choices', target)
    const usage = asObject(said['usage'])
    const calls = objectsOf(asObject(choice['message'])?.['toolCalls']).map(toldCall)
    const created = Date.parse(asString(said['timeCreated']) ?? '')
    return {
      message: { content: textOf(choice) ?? null, ...(calls.length > 0 ? { tool_calls: calls } : {}) },
      finish: reasonOf(choice['finishReason']),
      counts: { prompt: asCount(usage?.['promptTokens']), completion: asCount(usage?.['completionTokens']) },
      ...(Number.isNaN(created) ? {} : { created: Math.floor(created / 1000) }),
    }
  },
  read: () => readPiece,
  notJson: () => brokenAnswer(jsonFault),
})

/** LiteLLM's refusal of a deployment that cannot sign. */
export function unsigned(target: Target): ProviderFault {
  const told =
    'Missing required parameters: oci_user, oci_fingerprint, oci_tenancy, oci_compartment_id and at least one of oci_key ' +
    'or oci_key_file. These can be supplied via optional_params or via OCI_USER, OCI_FINGERPRINT, OCI_TENANCY, ' +
    'OCI_COMPARTMENT_ID, OCI_KEY_FILE environment variables. Alternatively, provide an oci_signer object from the OCI SDK.'
  return litellmFault('AuthenticationError', 401, `OciException - ${told}`, target)
}

function refused(status: number, raw: string, target: Target): ProviderFault {
  const [name, code] = status < 400 ? (['APIConnectionError', 500] as const) : (['BadRequestError', status] as const)
  return litellmFault(name, code, `OciException - ${raw}`, target)
}

function textOf(choice: JsonObject): string | undefined {
  const parts = objectsOf(asObject(choice['message'])?.['content']).filter(part => typeof part['text'] === 'string')
  return parts.length === 0 ? undefined : parts.map(part => asString(part['text']) ?? '').join('')
}

const reasons: Readonly<Record<string, string>> = {
  MAX_TOKENS: 'length',
  TOOL_CALL: 'tool_calls',
  TOOL_CALLS: 'tool_calls',
}

const reasonOf = (reason: Json | undefined): string => reasons[asString(reason) ?? ''] ?? 'stop'

/** Whoever names no call gets the name that LiteLLM makes of it. */
function toldCall(call: JsonObject, index: number): JsonObject {
  const name = asString(call['name']) ?? ''
  const args = asString(call['arguments']) ?? ''
  const digest = createHash('sha256').update(`${index}|${name}|${args}`).digest('hex').slice(0, 24)
  return { id: call['id'] || `call_${digest}`, type: 'function', function: { name, arguments: args } }
}

function readPiece(event: JsonObject): Piece {
  const text = textOf(event)
  const calls = objectsOf(asObject(event['message'])?.['toolCalls'])
  const reason = asString(event['finishReason'])
  return {
    ...(text === undefined ? {} : { text }),
    ...(calls.length > 0 ? { calls: calls.map((call, index) => ({ ...toldCall(call, index), index })) } : {}),
    ...(reason === undefined ? {} : { finish: reasonOf(reason) }),
  }
}
