/** The real client packages make their ordinary calls through the gateway, with the same results on both backends. */
import Anthropic from '@anthropic-ai/sdk'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { UsageMetadata } from '@langchain/core/messages'
import { ChatOpenAI } from '@langchain/openai'
import { generateText, jsonSchema, Output, streamText, tool, type ToolSet } from 'ai'
import OpenAI from 'openai'
import t from 'tap'
import { startStack } from '../support/stack.ts'

const stack = await startStack()
t.teardown(() => stack.stop())
const base = `${stack.url}/v1`
const models = ['claude-haiku-4.5', 'gpt-4.1-mini']
const claude = 'claude-haiku-4.5'

const openai = new OpenAI({ apiKey: stack.key, baseURL: base, maxRetries: 0 })
const anthropic = new Anthropic({ apiKey: stack.key, baseURL: stack.url, maxRetries: 0 })
const aiSdk = createOpenAICompatible({
  name: 'crossfade',
  apiKey: stack.key,
  baseURL: base,
  includeUsage: true,
  supportsStructuredOutputs: true,
})

const user = (content: string): { role: 'user'; content: string }[] => [{ role: 'user', content }]
const weatherSchema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
} as const
const weather = {
  type: 'function',
  function: { name: 'get_weather', description: 'Weather.', parameters: weatherSchema },
} as const
const answerFormat = {
  type: 'json_schema',
  json_schema: { name: 'place', strict: true, schema: weatherSchema },
} as const

/** A tool call's name and arguments; none where there was no call. */
function nameAndArguments(call: OpenAI.ChatCompletionMessageToolCall | undefined): {
  name?: string
  arguments?: string
} {
  return call?.type === 'function' ? { name: call.function.name, arguments: call.function.arguments } : {}
}

/** What a call came to, without what differs from call to call. */
type Result = Promise<unknown>

/** An error as a client sees it. */
async function failure(call: () => Promise<unknown>): Result {
  try {
    return { succeeded: await call() }
  } catch (error) {
    const { status, message, constructor } = error as {
      status?: number
      message: string
      constructor: { name: string }
    }
    return { error: constructor.name, status, message: message.replaceAll(/req_\w+|request_id.*/g, '') }
  }
}

const openaiCalls: Record<string, (model: string) => Result> = {
  chat: async model => {
    const { choices, usage } = await openai.chat.completions.create({ model, messages: user('Hello') })
    return { choices, usage }
  },
  stream: async model => {
    const runner = openai.chat.completions.stream({
      model,
      messages: user('Hello'),
      stream_options: { include_usage: true },
    })
    const { choices, usage } = await runner.finalChatCompletion()
    return { choices, tokens: usage?.total_tokens }
  },
  tools: async model => {
    const { choices } = await openai.chat.completions.create({
      model,
      messages: user('[sim:tool] Weather?'),
      tools: [weather],
    })
    const [call] = choices[0]?.message.tool_calls ?? []
    return {
      finish: choices[0]?.finish_reason,
      ...nameAndArguments(call),
    }
  },
  'tools, streamed': async model => {
    const runner = openai.chat.completions.stream({ model, messages: user('[sim:tool] Weather?'), tools: [weather] })
    const { choices } = await runner.finalChatCompletion()
    const [call] = choices[0]?.message.tool_calls ?? []
    return {
      finish: choices[0]?.finish_reason,
      ...nameAndArguments(call),
    }
  },
  'structured output': async model => {
    const { choices } = await openai.chat.completions.parse({
      model,
      messages: user('[sim:json] Where?'),
      response_format: answerFormat,
    })
    return choices[0]?.message.parsed
  },
  'bad request': model => failure(() => openai.chat.completions.create({ model, messages: user('[sim:error:400]') })),
  'provider down': model => failure(() => openai.chat.completions.create({ model, messages: user('[sim:error:503]') })),
  'unknown model': () => failure(() => openai.chat.completions.create({ model: 'nobody', messages: user('Hello') })),
  'wrong key': model =>
    failure(() =>
      new OpenAI({ apiKey: 'sk-wrong', baseURL: base, maxRetries: 0 }).chat.completions.create({
        model,
        messages: user('Hello'),
      }),
    ),
  abort: model =>
    failure(async () => {
      const stream = await openai.chat.completions.create({ model, messages: user('[sim:stall:2]'), stream: true })
      setTimeout(() => stream.controller.abort(), 200)
      let seen = 0
      for await (const _ of stream) seen += 1
      return seen > 0
    }),
  embeddings: async () => {
    const { data } = await openai.embeddings.create({
      model: 'gpt-4.1-mini',
      input: ['Hello', 'world'],
      encoding_format: 'float',
    })
    return data.map(({ embedding, index }) => ({ index, length: embedding.length }))
  },
  models: async () => (await openai.models.list()).data.map(({ id, object, owned_by }) => ({ id, object, owned_by })),
}

const anthropicCalls: Record<string, (model: string) => Result> = {
  messages: async model => {
    const { content, stop_reason, usage, ...rest } = await anthropic.messages.create({
      model,
      max_tokens: 100,
      messages: user('Hello'),
    })
    return { content, stop_reason, usage, model: rest.model }
  },
  stream: async model => {
    const { content, stop_reason, usage } = await anthropic.messages
      .stream({ model, max_tokens: 100, messages: user('Hello') })
      .finalMessage()
    return { content, stop_reason, usage }
  },
  tools: async model => {
    const call = { model, max_tokens: 100, tools: anthropicTools, messages: user('[sim:tool] Weather?') }
    const { content, stop_reason } = await anthropic.messages.create(call)
    return { stop_reason, calls: callsIn(content) }
  },
  'tools, streamed': async model => {
    const call = { model, max_tokens: 100, tools: anthropicTools, messages: user('[sim:tool] Weather?') }
    const { content, stop_reason } = await anthropic.messages.stream(call).finalMessage()
    return { stop_reason, calls: callsIn(content) }
  },
  overloaded: model =>
    failure(() => anthropic.messages.create({ model, max_tokens: 100, messages: user('[sim:overloaded]') })),
}

const anthropicTools = [{ name: 'get_weather', input_schema: weatherSchema as unknown as Anthropic.Tool.InputSchema }]

/** The calls among a message's blocks, without their ids. */
function callsIn(content: readonly Anthropic.ContentBlock[]): object[] {
  return content.flatMap(block => (block.type === 'tool_use' ? [{ name: block.name, input: block.input }] : []))
}

/** Anthropic's own models think for its library; what others think has no signature. */
const thinking = async (): Result => {
  const call = anthropic.messages.stream({
    model: claude,
    max_tokens: 4000,
    thinking: { type: 'enabled', budget_tokens: 2000 },
    messages: user('[sim:thinking] Why?'),
  })
  const { content } = await call.finalMessage()
  return content.map(block => (block.type === 'thinking' ? { ...block, signature: typeof block.signature } : block))
}

/** The Responses API: OpenAI's models have it, Anthropic's answer it over their own. */
const responsesCalls: Record<string, (model: string) => Result> = {
  responses: async model => {
    const { output_text, status, usage } = await openai.responses.create({ model, input: 'Hello' })
    return { output_text, status, tokens: usage?.total_tokens }
  },
  'responses, streamed': async model => {
    const { output_text, status, usage } = await openai.responses.stream({ model, input: 'Hello' }).finalResponse()
    return { output_text, status, tokens: usage?.total_tokens }
  },
  'responses with a tool, streamed': async model => {
    const tools = [{ type: 'function' as const, name: 'get_weather', strict: true, parameters: { ...weatherSchema } }]
    const { output } = await openai.responses.stream({ model, input: '[sim:tool] Weather?', tools }).finalResponse()
    return output.flatMap(item =>
      item.type === 'function_call' ? [{ name: item.name, arguments: item.arguments }] : [],
    )
  },
  'responses, provider down': model => failure(() => openai.responses.create({ model, input: '[sim:error:503]' })),
}

const aiSdkCalls: Record<string, (model: string) => Result> = {
  generateText: async model => {
    const { text, finishReason, usage } = await generateText({ model: aiSdk(model), prompt: 'Hello', maxRetries: 0 })
    return { text, finishReason, tokens: usage.totalTokens }
  },
  streamText: async model => {
    const { text, finishReason } = streamText({ model: aiSdk(model), prompt: 'Hello', maxRetries: 0 })
    return { text: await text, finishReason: await finishReason }
  },
  tools: async model => {
    const inputSchema = jsonSchema<{ city: string }>(weatherSchema)
    const tools: ToolSet = { get_weather: tool({ description: 'Weather.', inputSchema }) as ToolSet[string] }
    const { toolCalls, finishReason } = await generateText({
      model: aiSdk(model),
      prompt: '[sim:tool] Weather?',
      tools,
      maxRetries: 0,
    })
    return { finishReason, calls: toolCalls.map(({ toolName, input }) => ({ toolName, input })) }
  },
  'structured output': async model => {
    const output = Output.object({ schema: jsonSchema<{ city: string }>(weatherSchema) })
    return (await generateText({ model: aiSdk(model), prompt: '[sim:json] Where?', output, maxRetries: 0 })).output
  },
  'rate limit': model => failure(() => generateText({ model: aiSdk(model), prompt: '[sim:error:429]', maxRetries: 0 })),
}

const langchain = (model: string): ChatOpenAI =>
  new ChatOpenAI({ model, apiKey: stack.key, maxRetries: 0, configuration: { baseURL: base } })
const langchainCalls: Record<string, (model: string) => Result> = {
  invoke: async model => {
    const message = await langchain(model).invoke('Hello')
    // Its type loses the usage under exactOptionalPropertyTypes.
    const usage = Reflect.get(message, 'usage_metadata') as UsageMetadata | undefined
    return { content: message.content, tokens: usage?.total_tokens }
  },
  stream: async model => {
    let text = ''
    for await (const { content } of await langchain(model).stream('Hello'))
      text += typeof content === 'string' ? content : ''
    return text
  },
  tools: async model => {
    const { tool_calls: calls } = await langchain(model).bindTools([weather]).invoke('[sim:tool] Weather?')
    return calls?.map(({ name, args }) => ({ name, args }))
  },
}

/** Every call by name, once for each model it makes sense for. */
const calls: [string, () => Result][] = [
  ...Object.entries({
    openai: { ...openaiCalls, ...responsesCalls },
    anthropic: anthropicCalls,
    'ai sdk': aiSdkCalls,
    langchain: langchainCalls,
  }).flatMap(([client, table]) =>
    Object.entries(table).flatMap(([name, call]) =>
      models.map(model => [`${client}: ${name}, ${model}`, () => call(model)] as [string, () => Result]),
    ),
  ),
  ['anthropic: thinking', thinking],
]

async function resultsAt(percent: number): Promise<Map<string, unknown>> {
  await stack.crossfade('set', String(percent))
  const results = new Map<string, unknown>()
  for (const [name, call] of calls) results.set(name, await call())
  return results
}

t.test('the same results at 0 % and at 100 %', async t => {
  const binary = await resultsAt(0)
  const sdk = await resultsAt(100)
  t.ok((await stack.metric('crossfade_requests_total', { backend: 'sdk' })) > calls.length / 2, 'sdk answered them')
  for (const [name] of calls) t.same(sdk.get(name), binary.get(name), name)
  t.match(sdk.get('openai: tools, gpt-4.1-mini'), { finish: 'tool_calls', name: 'get_weather' }, 'a tool call is one')
  t.match(sdk.get('anthropic: tools, streamed, gpt-4.1-mini'), {
    stop_reason: 'tool_use',
    calls: [{ name: 'get_weather' }],
  })
  t.match(sdk.get('openai: responses, streamed, claude-haiku-4.5'), { output_text: /./, status: 'completed' })
  t.match(sdk.get('openai: provider down, gpt-4.1-mini'), { status: 503 }, 'an error is one')
  t.match(sdk.get('openai: structured output, claude-haiku-4.5'), { city: /./ }, 'structured output is parsed')
})
