/** What the lines of Ollama's two kinds of stream say. */
import { asObject, asString, objectsOf } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import { pythonRepr } from '../python-text.ts'
import type { AnswerContext, JsonObject, Target } from '../translator.ts'
import { readJson } from './generate.ts'
import { argumentsText } from './response.ts'
import { missingKey, type ReadLine, type Said, Thoughts } from './stream.ts'

/** Lines of `/api/chat`: each is told under a name of its own. */
export function chatLines(target: Target): ReadLine {
  const thoughts = new Thoughts()
  let called = 0
  return line => {
    const message = asObject(line['message'])
    if (!message) throw missingKey(line, 'message', target)
    if (line['done'] === undefined) throw missingKey(line, 'done', target)
    const calls = objectsOf(message['tool_calls']).map(call => {
      const { name, arguments: given } = asObject(call['function']) ?? {}
      const told = { name, arguments: argumentsText(given) }
      return { id: call['id'] ?? crypto.randomUUID(), function: told, type: 'function', index: called++ }
    })
    return {
      id: crypto.randomUUID(),
      ...thoughts.ofMessage(message['thinking'], message['content']),
      ...(calls.length === 0 ? {} : { calls }),
      ...(line['done'] === true ? { finish: called > 0 ? 'tool_calls' : asString(line['done_reason']) || 'stop' } : {}),
    }
  }
}

const objectStart = /^(?:```(?:json)?\s*)?\{/
const perhapsStart = /^(?:`{0,3}|```(?:j|js|jso|json)?\s*)$/

/** Lines of `/api/generate`. A text that begins like JSON is held back: at its end it may turn out to be a call. */
export function generateLines(target: Target, { id }: AnswerContext): ReadLine {
  const thoughts = new Thoughts()
  let held = ''
  let flows = false
  const passed = (content: string): string | undefined => {
    if (flows) return content
    held += content
    const begin = held.trimStart()
    if (objectStart.test(begin) || perhapsStart.test(begin)) return undefined
    flows = true
    const released = held
    held = ''
    return released
  }
  return line => {
    if ('error' in line || line['done'] === undefined) {
      throw litellmFault('APIConnectionError', 500, `Ollama Error - ${pythonRepr(line)}`, target, null)
    }
    if (line['done'] === true) return { id, ...(held === '' ? { finish: 'stop' } : flushed(held)) }
    const text = asString(line['response']) ?? ''
    if (text === '') return { id, reasoning: asString(line['thinking']) ?? '' }
    const said = thoughts.ofResponse(text)
    return { id, reasoning: said.reasoning, content: said.content === undefined ? undefined : passed(said.content) }
  }
}

function flushed(held: string): Omit<Said, 'id'> {
  const found = readJson(held)
  if (found === null || 'json' in found) return { content: held, finish: 'stop' }
  const call: JsonObject = {
    id: `call_${crypto.randomUUID()}`,
    function: { ...found.call },
    type: 'function',
    index: 0,
  }
  return { content: '', calls: [call], finish: 'tool_calls' }
}
