/** Output items of a response. */
import { asObject, asString, isObject, parseJson } from '../../providers/json.ts'
import type { JsonObject } from '../../providers/translator.ts'
import type { ToolNames } from './tools.ts'

export function messageItem(id: string, status: string, text: string, annotations: JsonObject[]): JsonObject {
  const content = [{ type: 'output_text', text, annotations }]
  return { type: 'message', id, status, role: 'assistant', content, phase: null }
}

export function reasoningItem(id: string, status: string, text: string, encrypted: string | undefined): JsonObject {
  const content = text ? [{ type: 'output_text', text, annotations: [] }] : []
  return {
    type: 'reasoning',
    id,
    status,
    role: 'assistant',
    content,
    ...(encrypted === undefined ? {} : { encrypted_content: encrypted }),
    phase: null,
  }
}

/** What a call of a chat is called in a response. */
export interface CallHead {
  readonly type: 'function_call' | 'custom_tool_call'
  readonly id: string
  readonly call_id: string
  readonly name: string
  readonly namespace: string | null
}

export function callHead(callId: string, called: string, names: ToolNames): CallHead {
  const custom = names.custom.has(called)
  const spaced = custom ? undefined : names.spaced.get(called)
  const prefix = custom ? 'ctc' : 'fc'
  return {
    type: custom ? 'custom_tool_call' : 'function_call',
    id: !callId || callId.startsWith(prefix) ? callId : `${prefix}_${callId}`,
    call_id: callId,
    name: spaced?.name ?? called,
    namespace: spaced?.namespace ?? null,
  }
}

/** A call of a chat's message as an item. */
export function callItem(call: JsonObject, names: ToolNames): JsonObject {
  const called = asObject(call['function']) ?? {}
  const { namespace, ...head } = callHead(asString(call['id']) ?? '', asString(called['name']) ?? '', names)
  const args = asString(called['arguments']) ?? ''
  if (head.type === 'custom_tool_call') return { ...head, input: freeText(args), status: 'completed' }
  const fields = asObject(call['provider_specific_fields']) ?? asObject(called['provider_specific_fields'])
  return {
    ...head,
    arguments: args,
    caller: null,
    namespace,
    status: 'completed',
    ...(fields ? { provider_specific_fields: fields } : {}),
  }
}

/** The text within the one argument that such a tool has in a chat. */
export function freeText(args: string): string {
  const parsed = parseJson(args)
  if (!isObject(parsed) || !('content' in parsed)) return args
  const { content } = parsed
  return typeof content === 'string' ? content : JSON.stringify(content)
}
