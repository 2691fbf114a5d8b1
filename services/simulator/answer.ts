import type { Json, JsonObject } from './json.ts'
import { asObject } from './json.ts'
import { sample } from './sample.ts'
import type { Plan } from './scenarios.ts'
import { echo, estimateTokens, longText, pieces, refusalText, thoughts } from './text.ts'

/** A tool the caller offers, whatever the wire calls it. */
export interface Tool {
  readonly name: string
  readonly schema: JsonObject
}

/** What a wire understood of a request. */
export interface Ask {
  readonly model: string
  readonly question: string
  /** The last message is a tool's result. */
  readonly afterTool: boolean
  readonly tools: readonly Tool[]
  /** The tool the caller insists on: its name, or `any`. */
  readonly forcedTool: string | null
  /** The schema the answer must follow; `{}` for any JSON object. */
  readonly schema: JsonObject | null
  readonly maxTokens: number | undefined
  readonly inputTokens: number
  /** Whether this wire's models like to say a sentence before they call a tool. */
  readonly prefacesTools: boolean
}

export type Part =
  | { kind: 'thinking'; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'tool'; name: string; input: JsonObject }

/** What the simulated model says, before a wire puts it into its own words. */
export interface Answer {
  readonly parts: readonly Part[]
  readonly finish: 'stop' | 'length' | 'tool' | 'refusal'
  readonly usage: { readonly input: number; readonly output: number; readonly thinking: number }
}

const weather: Tool = {
  name: 'get_weather',
  schema: { type: 'object', properties: { location: { type: 'string' }, unit: { type: 'string', enum: ['celsius'] } } },
}

function toolParts(ask: Ask, count: number): Part[] {
  const chosen = ask.tools.filter(tool => tool.name === ask.forcedTool)
  const offered = [chosen, ask.tools, [weather]].find(list => list.length > 0) ?? []
  const names = Array.from({ length: count }, (_, index) => offered[index % offered.length] ?? weather)
  const calls: Part[] = names.map(tool => ({ kind: 'tool', name: tool.name, input: asObject(sample(tool.schema)) }))
  return ask.prefacesTools ? [{ kind: 'text', text: `I will call ${names[0]?.name}.` }, ...calls] : calls
}

function jsonText(ask: Ask): string {
  const free: Json = { answer: echo(ask.model, ask.question) }
  const value = ask.schema === null || Object.keys(ask.schema).length === 0 ? free : sample(ask.schema)
  return JSON.stringify(value)
}

/** Null where the model answers with tool calls. */
function wordsFor(ask: Ask, plan: Plan): string | null {
  switch (plan.content.kind) {
    case 'tool':
      // Once there is a result the model talks, else an agent would call for ever.
      return ask.afterTool ? echo(ask.model, ask.question) : null
    case 'long':
      return longText(plan.content.chunks)
    case 'json':
      return ask.forcedTool === null ? jsonText(ask) : null
    case 'blank':
    case 'refusal':
      return ''
    case 'auto':
      break
  }
  if (ask.forcedTool !== null && !ask.afterTool) return null
  return ask.schema === null ? echo(ask.model, ask.question) : jsonText(ask)
}

function shorten(text: string, ask: Ask): string {
  const all = pieces(text)
  const half = Math.max(1, Math.floor(all.length / 2))
  return all.slice(0, Math.min(half, ask.maxTokens ?? half)).join('')
}

const written = (parts: readonly Part[], kind: Part['kind']): string =>
  parts
    .filter(part => part.kind === kind)
    .map(part => (part.kind === 'tool' ? part.name + JSON.stringify(part.input) : part.text))
    .join('')

const tokensIn = (text: string): number => (text === '' ? 0 : estimateTokens(text))

/** Decides what the model says: a function of the request and its plan only. */
export function composeAnswer(ask: Ask, plan: Plan): Answer {
  const words = wordsFor(ask, plan)
  const said = words === null ? null : plan.cutShort ? shorten(words, ask) : words
  const parts: Part[] = plan.thinking ? [{ kind: 'thinking', text: thoughts }] : []
  if (said === null) parts.push(...toolParts(ask, plan.content.kind === 'tool' ? plan.content.count : 1))
  else if (said !== '') parts.push({ kind: 'text', text: said })
  const refused = plan.content.kind === 'refusal'
  const finish = refused ? 'refusal' : plan.cutShort ? 'length' : said === null ? 'tool' : 'stop'
  const thinking = tokensIn(written(parts, 'thinking'))
  const visible = refused ? refusalText : written(parts, 'text') + written(parts, 'tool')
  return { parts, finish, usage: { input: ask.inputTokens, output: tokensIn(visible) + thinking, thinking } }
}
