import t from 'tap'
import { anthropicTranslator } from '../../../../services/sdk/providers/anthropic/translator.ts'
import { asObject, asString, isObject, objectsOf, parseJson } from '../../../../services/sdk/providers/json.ts'
import { geminiTranslator } from '../../../../services/sdk/providers/gemini/translator.ts'
import { openaiTranslator } from '../../../../services/sdk/providers/openai/translator.ts'
import type { JsonObject, StreamTranslator } from '../../../../services/sdk/providers/translator.ts'
import { chunksOf, context, eventsOf, fixtures, fold, haveFixtures, target, type Folded } from './fixtures.ts'

const skip = haveFixtures ? {} : { skip: 'the recorded provider answers are not beside the project' }
const chat = { messages: [{ role: 'user', content: 'hi' }] }

// The compatible recordings are of an xAI model; LiteLLM has no wire of that name, so they go through OpenAI's.
const openAiRecordings = [
  { folder: 'openai', provider: 'openai' },
  { folder: 'openai-compatible', provider: 'openai' },
  { folder: 'xai', provider: 'xai' },
  { folder: 'groq', provider: 'groq' },
  { folder: 'mistral', provider: 'mistral' },
  { folder: 'deepseek', provider: 'deepseek' },
]

t.test('Anthropic streams', skip, async t => {
  for (const { name, text } of fixtures('anthropic', 'messages', '.chunks.txt')) {
    t.test(name, async t => {
      const events = eventsOf(text)
      const stream = anthropicTranslator.stream(chat, target('anthropic', 'claude-sonnet-4-5'), context)
      t.match(replayed(stream, events, []), fromAnthropic(events.map(({ data }) => data)), 'nothing is lost')
      t.equal(stream.usage.output, lastOutput(events.map(({ data }) => data)), 'the last count wins')
    })
  }
})

t.test('Anthropic answers', skip, async t => {
  for (const { name, text } of fixtures('anthropic', 'messages', '.json')) {
    t.test(name, async t => {
      const body = JSON.parse(text) as JsonObject
      const answer = anthropicTranslator.response(body, chat, target('anthropic', 'claude-sonnet-4-5'), context)
      const choice = objectsOf(answer.body['choices'])[0]
      const message = asObject(choice?.['message'])
      const blocks = objectsOf(body['content'])
      const joined = (key: string): string => blocks.map(block => asString(block[key]) ?? '').join('')
      t.equal(
        message?.['content'] ?? '',
        blocks
          .filter(isText)
          .map(block => asString(block['text']) ?? '')
          .join(''),
      )
      t.equal(message?.['reasoning_content'] ?? '', joined('thinking'))
      t.strictSame(
        objectsOf(message?.['tool_calls']).map(call =>
          parseJson(asString(asObject(call['function'])?.['arguments']) ?? ''),
        ),
        blocks.filter(isCall).map(block => block['input']),
      )
      t.equal(answer.body['model'], 'my-group')
    })
  }
})

t.test('streams of the OpenAI wire', skip, async t => {
  for (const { folder, provider } of openAiRecordings) {
    for (const { name, text } of fixtures(folder, 'chat', '.chunks.txt')) {
      t.test(name, async t => {
        const events = eventsOf(text)
        const stream = openaiTranslator.stream(chat, target(provider, 'model'), context)
        const folded = replayed(stream, events, [{ event: { event: '', data: '[DONE]' } }])
        t.match(folded, fromOpenAi(events.map(({ data }) => data)), 'nothing is lost')
      })
    }
  }
})

t.test('answers of the OpenAI wire', skip, async t => {
  for (const { folder, provider } of openAiRecordings) {
    for (const { name, text } of fixtures(folder, 'chat', '.json')) {
      t.test(name, async t => {
        const body = JSON.parse(text) as JsonObject
        const answer = openaiTranslator.response(body, chat, target(provider, 'model'), context)
        const given = asObject(objectsOf(body['choices'])[0]?.['message'])
        const message = asObject(objectsOf(answer.body['choices'])[0]?.['message'])
        t.equal(message?.['content'] ?? '', given?.['content'] ?? '')
        t.equal(objectsOf(message?.['tool_calls']).length, objectsOf(given?.['tool_calls']).length)
        t.equal(asObject(answer.body['usage'])?.['prompt_tokens'], asObject(body['usage'])?.['prompt_tokens'])
        t.equal(answer.body['id'], body['id'])
      })
    }
  }
})

t.test('Gemini streams', skip, async t => {
  for (const { name, text } of fixtures('google', 'generate-content', '.chunks.txt')) {
    t.test(name, async t => {
      const events = eventsOf(text)
      const stream = geminiTranslator.stream(chat, target('gemini', 'gemini-3-pro'), context)
      const parts = events
        .flatMap(({ data }) => objectsOf(data['candidates']))
        .flatMap(candidate => objectsOf(asObject(candidate['content'])?.['parts']))
      const said = (thought: boolean): string =>
        parts.map(part => ((part['thought'] === true) === thought ? (asString(part['text']) ?? '') : '')).join('')
      const folded = replayed(stream, events, [])
      t.equal(folded.text, said(false))
      t.equal(folded.thinking, said(true))
      t.equal(folded.tools.length, parts.filter(part => 'functionCall' in part).length)
    })
  }
})

function replayed(
  stream: StreamTranslator,
  events: { event: { event: string; data: string } }[],
  end: { event: { event: string; data: string } }[],
): Folded {
  const frames = [...events, ...end].flatMap(({ event }) => stream.push(event))
  const { complete, frames: owed } = stream.end()
  if (!complete) throw new Error('the end was not seen')
  const chunks = chunksOf([...frames, ...owed])
  if (chunks.at(-1) !== '[DONE]') throw new Error('no [DONE] at the end')
  return fold(chunks)
}

function isText(block: JsonObject): boolean {
  return block['type'] === 'text'
}

function isCall(block: JsonObject): boolean {
  return block['type'] === 'tool_use' || block['type'] === 'server_tool_use'
}

function fromAnthropic(events: JsonObject[]): Partial<Folded> {
  const deltas = events.map(event => asObject(event['delta']) ?? {})
  // A message may begin with content that no event repeats.
  const starts = events
    .flatMap(event => [event['content_block'], ...objectsOf(asObject(event['message'])?.['content'])])
    .filter(isObject)
  const joined = (key: string): string => deltas.map(delta => asString(delta[key]) ?? '').join('')
  const calls = starts.filter(isCall)
  return {
    text: starts.map(block => (isText(block) ? (asString(block['text']) ?? '') : '')).join('') + joined('text'),
    thinking: joined('thinking'),
    signatures: deltas.map(delta => asString(delta['signature']) ?? '').filter(Boolean),
    tools: calls.map(call => toolOf(call, events)),
  }
}

// A recording may hold two answers one after the other: a call ends with the next stop of its block.
function toolOf(call: JsonObject, events: JsonObject[]): Folded['tools'][number] {
  const whole = Object.keys(asObject(call['input']) ?? {}).length > 0 ? JSON.stringify(call['input']) : ''
  if (whole !== '') return { id: call['id'], name: call['name'], arguments: whole }
  const start = events.findIndex(event => event['content_block'] === call)
  const own = events.slice(start + 1).filter(event => event['index'] === events[start]?.['index'])
  const end = own.findIndex(event => event['type'] === 'content_block_stop')
  const pieces = own.slice(0, end)
  const text = pieces.map(event => asString(asObject(event['delta'])?.['partial_json']) ?? '').join('')
  return { id: call['id'], name: call['name'], arguments: text || (pieces.length > 0 ? '{}' : '') }
}

function lastOutput(events: JsonObject[]): number {
  const counts = events.map(event => asObject(event['usage']) ?? asObject(asObject(event['message'])?.['usage']))
  return Number(counts.filter(isObject).at(-1)?.['output_tokens'])
}

function fromOpenAi(chunks: JsonObject[]): Partial<Folded> {
  const deltas = chunks.flatMap(chunk => objectsOf(chunk['choices'])).map(choice => asObject(choice['delta']) ?? {})
  const joined = (key: string): string => deltas.map(delta => asString(delta[key]) ?? '').join('')
  const calls = deltas.flatMap(delta => objectsOf(delta['tool_calls']))
  const indices = [...new Set(calls.map(call => call['index'] ?? 0))]
  return {
    text: joined('content'),
    thinking: joined('reasoning_content') || joined('reasoning'),
    tools: indices.map(index => {
      const own = calls.filter(call => (call['index'] ?? 0) === index).map(call => asObject(call['function']))
      const first = calls.find(call => (call['index'] ?? 0) === index)
      return {
        id: first?.['id'],
        name: own[0]?.['name'],
        arguments: own.map(call => asString(call?.['arguments']) ?? '').join(''),
      }
    }),
  }
}
