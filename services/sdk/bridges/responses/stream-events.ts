/** The events of a response's stream, as LiteLLM tells them: without names, and numbered in part. */
import { asObject, asString, objectsOf, withoutNulls, withoutNullsDeep } from '../../providers/json.ts'
import { failureFrames } from '../../providers/openai/responses-answer.ts'
import type { JsonObject } from '../../providers/translator.ts'
import { responseOf, type ResponseIds, toldChoice } from './answer.ts'
import { callHead, freeText } from './items.ts'
import { toolNames, type ToolNames } from './tools.ts'

/** The places of output items, in the order in which they begin, and the numbers of events. */
export class Order {
  readonly #places = new Map<string, number>()
  #number = 0

  /** The place of the message, of the reasoning or of a call by its id; the next free one at the first time. */
  of(key: string): number {
    const place = this.#places.get(key) ?? this.#places.size
    this.#places.set(key, place)
    return place
  }

  number(): number {
    this.#number += 1
    return this.#number
  }
}

interface StreamHead extends ResponseIds {
  readonly created: number
  /** The model's name at the provider, and the one the client asked for. */
  readonly model: string
  /** The name in the response at the end, where that is another one. */
  readonly answered?: string
  readonly group: string
}

interface Call {
  readonly id: string
  readonly name: string
  readonly place: number
  readonly arguments: string
}

/** Writes the events for one request. */
export class ResponseEvents {
  readonly #body: JsonObject
  readonly #head: StreamHead
  readonly #names: ToolNames
  readonly #messageId: string
  readonly #reasoningId: string
  #id = ''

  constructor(body: JsonObject, head: StreamHead) {
    this.#body = withoutNulls(body)
    this.#head = head
    this.#names = toolNames(body['tools'])
    this.#messageId = head.item('msg')
    this.#reasoningId = head.item('rs')
  }

  begin(chatId: string, order: Order): string[] {
    this.#id = chatId
    order.number()
    order.number()
    const response = this.#beginning()
    return [this.#frame('response.created', { response }), this.#frame('response.in_progress', { response })]
  }

  messageAdded(output_index: number): string[] {
    const item = { id: this.#messageId, type: 'message', role: 'assistant', status: 'in_progress', content: [] }
    const part = { type: 'output_text', text: '', annotations: [] }
    return [
      this.#frame('response.output_item.added', { output_index, item }),
      this.#frame('response.content_part.added', { ...this.#inMessage(output_index), part }),
    ]
  }

  textDelta(output_index: number, delta: string): string {
    return this.#frame('response.output_text.delta', { ...this.#inMessage(output_index), delta })
  }

  annotation(output_index: number, annotation_index: number, annotation: JsonObject): string {
    const at = { ...this.#inMessage(output_index), annotation_index }
    return this.#frame('response.output_text.annotation.added', { ...at, annotation: withoutNulls(annotation) })
  }

  messageDone(output_index: number, text: string, annotations: JsonObject[]): string[] {
    const part = { type: 'output_text', text, annotations }
    const item = { id: this.#messageId, status: 'completed', type: 'message', role: 'assistant', content: [part] }
    return [
      this.#frame('response.output_text.done', { ...this.#inMessage(output_index), text }),
      this.#frame('response.content_part.done', { ...this.#inMessage(output_index), part }),
      this.#frame('response.output_item.done', { output_index, sequence_number: 1, item }),
    ]
  }

  reasoningAdded(output_index: number): string {
    const item = { id: this.#reasoningId, type: 'reasoning', status: 'in_progress' }
    return this.#frame('response.output_item.added', { output_index, item })
  }

  reasoningDelta(output_index: number, delta: string): string {
    const at = { item_id: this.#reasoningId, output_index }
    return this.#frame('response.reasoning_summary_text.delta', { ...at, delta })
  }

  reasoningDone(order: Order, text: string): string[] {
    const output_index = order.of('reasoning')
    const part = { type: 'summary_text', text }
    const item = { id: this.#reasoningId, type: 'reasoning', summary: [part] }
    const at = (): JsonObject => ({
      item_id: this.#reasoningId,
      output_index,
      sequence_number: order.number(),
      summary_index: 0,
    })
    return [
      this.#frame('response.reasoning_summary_text.done', { ...at(), text }),
      this.#frame('response.reasoning_summary_part.done', { ...at(), part }),
      this.#frame('response.output_item.done', { output_index, sequence_number: order.number(), item }),
    ]
  }

  callAdded(call: Call): string {
    const item = this.#callItem(call, 'in_progress')
    return this.#frame('response.output_item.added', { output_index: call.place, item })
  }

  callDelta(call: Call, delta: string): string {
    return this.#frame('response.function_call_arguments.delta', { ...this.#inCall(call), delta })
  }

  callDone(call: Call, sequence_number: number): string[] {
    const item = this.#callItem(call, 'completed')
    const whole = { ...this.#inCall(call), arguments: call.arguments }
    return [
      this.#frame('response.function_call_arguments.done', whole),
      this.#frame('response.output_item.done', { output_index: call.place, sequence_number, item }),
    ]
  }

  /** The last event: the whole response, its items in the order in which they began. */
  terminal(chat: JsonObject, order: Order): string {
    const { created, model } = this.#head
    const known: ResponseIds = {
      response: this.#head.response,
      item: prefix =>
        prefix === 'msg' ? this.#messageId : prefix === 'rs' ? this.#reasoningId : this.#head.item(prefix),
    }
    const whole = responseOf({ ...chat, id: this.#id, created, model: this.#head.answered ?? model }, this.#body, known)
    const told = objectsOf(whole['output']).toSorted((one, other) => order.of(keyOf(one)) - order.of(keyOf(other)))
    const status = whole['status'] === 'incomplete' ? 'incomplete' : 'completed'
    const response = withoutNullsDeep({ ...whole, output: told, reasoning: null })
    return this.#frame(`response.${status}`, { response: { ...asObject(response), ...this.#reasoning() } })
  }

  /** The frames that end a stream that cannot go on. */
  failure(message: string, order: Order): string {
    const { created, model, response } = this.#head
    const begun = { id: response(this.#id), created_at: created, model }
    return failureFrames({ message }, begun, order.number() - 1)
  }

  #reasoning(): JsonObject {
    return 'reasoning' in this.#body ? { reasoning: this.#body['reasoning'] } : {}
  }

  #beginning(): JsonObject {
    const { created, model, response } = this.#head
    const said = ['temperature', 'text', 'truncation', 'user', 'metadata'].filter(key => key in this.#body)
    return {
      id: response(this.#id),
      created_at: created,
      ...('instructions' in this.#body ? { instructions: this.#body['instructions'] } : {}),
      model,
      object: 'response',
      output: [],
      parallel_tool_calls: true,
      tool_choice: toldChoice(this.#body['tool_choice']),
      tools: objectsOf(this.#body['tools']).map(withoutNulls),
      top_p: this.#body['top_p'] ?? 1,
      reasoning: { effort: null, summary: null },
      status: 'in_progress',
      store: true,
      ...Object.fromEntries(said.map(key => [key, this.#body[key]])),
    }
  }

  #inMessage(output_index: number): JsonObject {
    return { item_id: this.#messageId, output_index, content_index: 0 }
  }

  #inCall(call: Call): JsonObject {
    return { item_id: callHead(call.id, call.name, this.#names).id, output_index: call.place }
  }

  #callItem(call: Call, status: string): JsonObject {
    const { namespace, ...head } = callHead(call.id, call.name, this.#names)
    const done = status === 'completed'
    const said =
      head.type === 'custom_tool_call'
        ? { input: done ? freeText(call.arguments) : '' }
        : { arguments: done ? call.arguments : '' }
    return { ...head, status, ...said, ...(namespace === null ? {} : { namespace }) }
  }

  #frame(type: string, fields: JsonObject): string {
    return `data: ${JSON.stringify({ type, ...fields, model: this.#head.group })}\n\n`
  }
}

const keyOf = (item: JsonObject): string => asString(item['call_id']) ?? asString(item['type']) ?? ''
