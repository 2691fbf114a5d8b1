/** Answers that nobody thought of, whole and streamed: what becomes of them must be the same as with LiteLLM. */
import type { Json, JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import * as answers from '../answers.ts'
import { chatPath, messagesPath, type ParityCase, user, weatherTool } from '../case.ts'
import { Draws } from '../draws.ts'

const words = ['Hello', ' world', 'é€😀', '\n\n', '{"a": 1}', 'x'.repeat(300), ' ', '"quoted" \\ back'] as const
const inputs = [{}, { city: 'Paris' }, { city: 'Zürich', n: 1.5, list: [1, { a: null }], ok: true }] as const
const numbers = [0, 1, 7, 1234] as const

const anthropicModels = ['claude', 'claude-opus-4-6', 'claude-sonnet-5'] as const
const openaiModels = ['gpt', 'gpt-5', 'groq', 'mistral', 'deepseek', 'xai', 'openrouter', 'vllm'] as const

/** As many cases as asked, drawn from a seed: on Anthropic's wire every second one, the rest on OpenAI's. */
export function randomAnswerCases(seed: number, count: number): readonly ParityCase[] {
  const draws = new Draws(seed)
  return Array.from({ length: count }, (_, index) => {
    const streamed = draws.happens(0.6)
    const anthropic = index % 2 === 0
    const model = anthropic ? draws.one(anthropicModels) : draws.one(openaiModels)
    const native = anthropic && draws.happens(0.3)
    const usage = draws.happens(0.5) && model !== 'mistral' ? { stream_options: { include_usage: true } } : {}
    const tools = draws.happens(0.5) ? { tools: [weatherTool] } : {}
    const provider = anthropic ? anthropicAnswer(draws, streamed) : openaiAnswer(draws, streamed)
    const body: JsonObject = { model, messages: [user('hi')], ...(streamed ? { stream: true } : {}) }
    return {
      name: `random answers/seed ${seed}, number ${index}, ${model}`,
      path: native ? messagesPath : chatPath,
      body: native ? { ...body, max_tokens: 100 } : { ...body, ...tools, ...(streamed ? usage : {}) },
      provider,
    }
  })
}

function text(draws: Draws): string {
  return Array.from({ length: draws.upTo(4) }, () => draws.one(words)).join('')
}

/** A text in pieces, some of them empty. */
function pieces(draws: Draws, whole: string): string[] {
  const cut: string[] = []
  let rest = Array.from(whole)
  while (rest.length > 0) {
    const length = draws.happens(0.1) ? 0 : 1 + draws.upTo(12)
    cut.push(rest.slice(0, length).join(''))
    rest = rest.slice(length)
  }
  return cut
}

function anthropicAnswer(draws: Draws, streamed: boolean): ScriptedAnswer {
  const blocks = Array.from({ length: draws.upTo(4) }, () => draws.one(blockKinds)(draws))
  const stop_reason = draws.one<Json>(['end_turn', 'end_turn', 'tool_use', 'max_tokens', 'stop_sequence', 'refusal'])
  const usage = anthropicUsage(draws)
  if (!streamed) return answers.anthropicAnswer({ content: blocks.map(({ whole }) => whole), stop_reason, usage })
  const events = blocks.flatMap(({ start, deltas }, index) => answers.block(index, start, deltas))
  const ping = draws.happens(0.3) ? [answers.event({ type: 'ping' })] : []
  return answers.stream([
    answers.messageStart({ ...usage, output_tokens: 1 }),
    ...ping,
    ...events,
    ...answers.messageEnd(stop_reason, draws.happens(0.5) ? { output_tokens: usage['output_tokens'] } : usage),
  ])
}

function anthropicUsage(draws: Draws): JsonObject {
  const cached = { cache_creation_input_tokens: draws.one(numbers), cache_read_input_tokens: draws.one(numbers) }
  return {
    input_tokens: draws.one(numbers),
    output_tokens: draws.one(numbers),
    ...(draws.happens(0.4) ? cached : {}),
    ...(draws.happens(0.2) ? { service_tier: 'standard' } : {}),
    ...(draws.happens(0.2) ? { inference_geo: 'us' } : {}),
    ...(draws.happens(0.1) ? { server_tool_use: { web_search_requests: 1 } } : {}),
  }
}

interface Block {
  readonly whole: JsonObject
  readonly start: JsonObject
  readonly deltas: readonly JsonObject[]
}

const blockKinds: readonly [(draws: Draws) => Block, ...((draws: Draws) => Block)[]] = [
  draws => {
    const said = text(draws)
    const start = { type: 'text', text: '' }
    return { whole: { type: 'text', text: said }, start, deltas: pieces(draws, said).map(answers.text) }
  },
  draws => {
    const thinking = text(draws)
    const thought = pieces(draws, thinking).map(piece => ({ type: 'thinking_delta', thinking: piece }))
    return {
      whole: { type: 'thinking', thinking, signature: 'c2ln' },
      start: { type: 'thinking', thinking: '', signature: '' },
      deltas: [...thought, { type: 'signature_delta', signature: 'c2ln' }],
    }
  },
  () => {
    const hidden = { type: 'redacted_thinking', data: 'ZGF0YQ==' }
    return { whole: hidden, start: hidden, deltas: [] }
  },
  draws => {
    const input: JsonObject = draws.one(inputs)
    const tool = { type: 'tool_use', id: `tu_${draws.upTo(1000)}`, name: 'get_weather' }
    const written = Object.keys(input).length === 0 && draws.happens(0.5) ? '' : JSON.stringify(input)
    const deltas = written === '' ? [] : pieces(draws, written).map(answers.args)
    return { whole: { ...tool, input }, start: { ...tool, input: {} }, deltas }
  },
  draws => {
    const said = text(draws)
    const citation = {
      type: 'char_location',
      cited_text: 'x',
      document_index: 0,
      start_char_index: 0,
      end_char_index: 1,
    }
    return {
      whole: { type: 'text', text: said, citations: [citation] },
      start: { type: 'text', text: '', citations: [] },
      deltas: [...pieces(draws, said).map(answers.text), { type: 'citations_delta', citation }],
    }
  },
]

function openaiAnswer(draws: Draws, streamed: boolean): ScriptedAnswer {
  const content = text(draws)
  const calls = draws.happens(0.3) ? toolCalls(draws) : []
  const reasoning = draws.happens(0.2) ? text(draws) : null
  const finish = draws.one([
    'stop',
    'stop',
    'length',
    'content_filter',
    calls.length > 0 ? 'tool_calls' : 'stop',
  ] as const)
  const usage = openaiUsage(draws)
  if (streamed) return openaiStream(draws, { content, calls, reasoning, finish, usage })
  const message = {
    content: calls.length > 0 && draws.happens(0.5) ? null : content,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    ...(reasoning === null ? {} : { [draws.one(['reasoning_content', 'reasoning'])]: reasoning }),
    ...(draws.happens(0.3) ? { refusal: null } : {}),
    ...(draws.happens(0.2) ? { unheard_of: { a: 1 } } : {}),
    ...(draws.happens(0.2) ? { annotations: [] } : {}),
  }
  const choice = { finish_reason: finish, ...(draws.happens(0.3) ? { logprobs: logprobs(draws) } : {}) }
  return answers.openaiMessage(message, choice, { usage })
}

function toolCalls(draws: Draws): JsonObject[] {
  return Array.from({ length: 1 + draws.upTo(2) }, (_, index) => ({
    id: `call_${index}`,
    type: 'function',
    function: { name: 'get_weather', arguments: JSON.stringify(draws.one(inputs)) },
  }))
}

function logprobs(draws: Draws): JsonObject {
  const token = { token: draws.one(words), logprob: -0.5, bytes: [72] }
  return { content: [{ ...token, top_logprobs: draws.happens(0.5) ? [token] : [] }], refusal: null }
}

function openaiUsage(draws: Draws): JsonObject {
  const [prompt, completion] = [draws.one(numbers), draws.one(numbers)]
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...(draws.happens(0.5) ? { prompt_tokens_details: { cached_tokens: draws.one(numbers) } } : {}),
    ...(draws.happens(0.5) ? { completion_tokens_details: { reasoning_tokens: draws.one(numbers) } } : {}),
    ...(draws.happens(0.2) ? { prompt_cache_hit_tokens: 1, queue_time: 0.5 } : {}),
  }
}

interface Said {
  readonly content: string
  readonly calls: readonly JsonObject[]
  readonly reasoning: string | null
  readonly finish: string
  readonly usage: JsonObject
}

function openaiStream(draws: Draws, { content, calls, reasoning, finish, usage }: Said): ScriptedAnswer {
  const thought = reasoning === null ? [] : pieces(draws, reasoning)
  const key = draws.one(['reasoning_content', 'reasoning'])
  const withLogprobs = draws.happens(0.2)
  const last = draws.happens(0.3) ? { content: '.' } : {}
  return answers.stream([
    ...(draws.happens(0.8) ? [answers.chunk({ role: 'assistant', content: '', refusal: null })] : []),
    ...thought.map(piece => answers.chunk({ [key]: piece })),
    ...pieces(draws, content).map(piece =>
      answers.chunk({ content: piece }, withLogprobs ? { logprobs: logprobs(draws) } : {}),
    ),
    ...calls.flatMap((call, index) => callChunks(draws, call, index)),
    answers.chunk(last, { finish_reason: finish }),
    ...(draws.happens(0.7) ? [answers.usageChunk(usage)] : []),
    answers.done,
  ])
}

function callChunks(draws: Draws, call: JsonObject, index: number): string[] {
  const { name, arguments: args } = call['function'] as { name: string; arguments: string }
  return [
    answers.chunk({ tool_calls: [{ index, ...call, function: { name, arguments: '' } }] }),
    ...pieces(draws, args).map(piece => answers.chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ]
}
