/**
 * Chats whose fields have another type than they should. LiteLLM falls over most of them in Python's words and calls that
 * a failed connection; a client that repeats a 500 would repeat it for ever, so here it is the request that is at fault.
 */
import { type ErrorAnswer, openaiError } from './answers.ts'
import { isObject } from './providers/json.ts'
import { pythonRepr, pythonType } from './providers/python-text.ts'
import { NotServed, RequestFault, type Json, type JsonObject, type Target } from './providers/translator.ts'

/** The refusal of tools that are none, which LiteLLM notices before it looks for a model. */
export function refusedTools({ tools }: JsonObject): ErrorAnswer | null {
  const odd = itemsOf(tools).find(tool => !isObject(tool))
  if (odd === undefined) return null
  const message = `Invalid request format: '${pythonType(odd)}' object has no attribute 'get'`
  return openaiError(400, message, 'invalid_request_error')
}

/** Throws a `RequestFault` for a chat that cannot be read. */
export function checkShapes(chat: JsonObject, { provider }: Target): void {
  const named = chat['custom_llm_provider']
  // Azure's deployments are a wire, too.
  if ((typeof named === 'string' && named !== provider) || (chat['deployment_id'] ?? null) !== null) {
    throw new NotServed('the sdk backend asks a deployment on no other wire than its own')
  }
  const { response_format: format, timeout, extra_body: extra, messages, tools } = chat
  const list = Array.isArray(messages) ? messages : []
  if (messages !== undefined && !isListOfObjects(messages)) refuse('messages must be a list of objects')
  if (list.some(message => isObject(message) && !hasReadableContent(message))) {
    refuse('the content of a message must be a text or a list of parts')
  }
  if ((tools ?? null) !== null && !Array.isArray(tools)) refuse('tools must be a list')
  if ((format ?? null) !== null && !isObject(format)) {
    refuse(`Unsupported response_format type - ${typeof format === 'string' ? format : pythonRepr(format)}`)
  }
  if (typeof timeout === 'string' && Number.isNaN(Number(timeout))) {
    refuse(`could not convert string to float: ${pythonRepr(timeout)}`)
  }
  if (Boolean(extra) && typeof extra !== 'object') refuse('extra_body must be an object')
  checkHeaders(chat['extra_headers'])
}

function checkHeaders(headers: Json | undefined): void {
  if (Boolean(headers) && typeof headers !== 'object') refuse('extra_headers must be an object')
  const odd = Object.values(isObject(headers) ? headers : {}).find(value => typeof value !== 'string')
  if (odd !== undefined) refuse(`Header value must be str or bytes, not <class '${pythonType(odd)}'>`)
}

const isListOfObjects = (value: Json): boolean => Array.isArray(value) && value.every(isObject)

function hasReadableContent({ role, content }: JsonObject): boolean {
  if (role !== 'user') return true
  return Array.isArray(content) ? content.every(isObject) : typeof content !== 'number' && content !== true
}

/** What Python walks over: the letters of a text, the keys of an object. */
function itemsOf(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value
  return typeof value === 'string' ? value.split('') : Object.keys(isObject(value) ? value : {})
}

function refuse(message: string): never {
  throw new RequestFault(message)
}
