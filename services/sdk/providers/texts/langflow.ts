/** Langflow: a flow is run on the last words of the user. */
import { asObject, asString, objectsOf } from '../json.ts'
import { jsonFault, litellmFault } from '../litellm-errors.ts'
import { ownCounts } from '../plain/counts.ts'
import { wordsOf } from '../plain/prompt.ts'
import { plainTranslator } from '../plain/wire.ts'
import type { Json, JsonObject, Target, Translator } from '../translator.ts'

export const langflowTranslator: Translator = plainTranslator({
  takes: 'stream',
  framing: 'whole',
  headers: ({ apiKey }) => (apiKey === undefined ? {} : { 'x-api-key': apiKey }),
  hidesErrors: 'always',
  request({ messages, target, own }) {
    for (const name of ['flow_id', 'tweaks']) if ((own[name] ?? null) !== null) throw notByRequest(name, target)
    const { input_type = 'chat', output_type = 'chat', session_id } = own
    const last = messages.findLast(({ role }) => role === 'user') ?? messages.at(-1)
    return {
      url: `${target.apiBase.replace(/\/+$/, '')}/api/v1/run/${encodeURIComponent(flowOf(target.model))}`,
      body: {
        input_value: wordsOf(last?.['content']),
        input_type,
        output_type,
        ...(session_id ? { session_id } : {}),
      },
    }
  },
  answer(body, chat, target) {
    const content = textIn(body)
    if (content === undefined) {
      const told =
        'Could not extract a message from the LangFlow response; ensure the flow ends in a Chat Output component'
      throw litellmFault('InternalServerError', 500, `LangflowException - ${told}`, target)
    }
    return { message: { content }, counts: ownCounts(chat, content, target.model) }
  },
  notJson: (_raw, target) =>
    litellmFault(
      'APIConnectionError',
      500,
      `LangflowException - LangFlow returned a non-JSON response: ${jsonFault}`,
      target,
    ),
})

const flowOf = (model: string): string => (model.includes('/') ? model.slice(model.indexOf('/') + 1) : model).trim()

function notByRequest(name: string, target: Target) {
  const told =
    name === 'flow_id'
      ? 'flow_id cannot be set via request parameters; use model langflow/{flow_id}'
      : 'tweaks cannot be set via request parameters; they would override the operator-configured LangFlow flow components'
  return litellmFault('BadRequestError', 400, `LangflowException - ${told}`, target)
}

function textIn(body: JsonObject): string | undefined {
  const inner = objectsOf(objectsOf(body['outputs'])[0]?.['outputs'])[0]
  return (
    said(inner?.['results']) ??
    Object.values(asObject(inner?.['outputs']) ?? {})
      .map(said)
      .find(Boolean)
  )
}

const said = (part: Json | undefined): string | undefined =>
  asString(asObject(asObject(part)?.['message'])?.['text']) || undefined
