/** Counting the tokens of a request before it is made: by the provider where it can be asked, else by LiteLLM's own reckoning. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ParityCase } from '../case.ts'
import { png, user } from '../case.ts'

const path = '/v1/messages/count_tokens'

const schema: JsonObject = {
  type: 'object',
  properties: {
    city: { type: 'string', description: 'A city.' },
    days: { type: 'integer' },
    unit: { type: 'string', enum: ['c', 'f'] },
    more: { type: 'object', properties: { list: { type: 'array', items: { type: 'boolean' } } }, required: ['list'] },
    any: {},
  },
  required: ['city'],
}
const tools: JsonObject[] = [{ name: 'get_weather', description: 'The weather.', input_schema: schema }]
const hosted: JsonObject[] = [...tools, { type: 'web_search_20250305', name: 'web_search', max_uses: 3 }]
const call = { type: 'tool_use', id: 't1', name: 'get_weather', input: { city: 'Zürich', days: 2, now: true, x: null } }
const thought = { type: 'thinking', thinking: 'Let me see.', signature: 'abc' }
const result = (content: JsonObject['content']): JsonObject => ({ type: 'tool_result', tool_use_id: 't1', content })
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png.split(',')[1] ?? '' } }

const bodies: Readonly<Record<string, JsonObject>> = {
  'a question': { messages: [user('How long is the Danube, and where does it end?')] },
  instructions: { messages: [user('hi')], system: 'You are kind.' },
  'instructions in blocks': { messages: [user('hi')], system: [{ type: 'text', text: 'You are kind.' }] },
  tools: { messages: [user('hi')], tools },
  'tools and instructions': { messages: [user('hi')], tools, system: 'You are kind.' },
  'a conversation': {
    messages: [
      user('hi'),
      { role: 'assistant', content: [thought, { type: 'text', text: 'Well.' }, call] },
      user([result('sunny'), { type: 'text', text: 'and then? 🌦' }]),
    ],
    tools,
  },
  'a result in blocks': {
    messages: [user('hi'), { role: 'assistant', content: [call] }, user([result([{ type: 'text', text: 'sunny' }])])],
    tools,
  },
}

const local: Readonly<Record<string, JsonObject>> = {
  ...bodies,
  'hosted tools': { messages: [user('hi')], tools: hosted },
  'an image': { messages: [user([{ type: 'text', text: 'What is it?' }, image])] },
  'an image in a result': {
    messages: [user('hi'), { role: 'assistant', content: [call] }, user([result([image])])],
  },
  'what looks like a control token': { messages: [user('<|endoftext|> and more')] },
}

const counts = (model: string, asked: Readonly<Record<string, JsonObject>>, deployment?: JsonObject): ParityCase[] =>
  Object.entries(asked).map(([name, body]) => ({
    name: `counts/${model}/${name}`,
    path,
    body: { model, ...body },
    ...(deployment ? { deployment } : {}),
  }))

const [question = {}] = Object.values(bodies)

export const countCases: readonly ParityCase[] = [
  ...['gpt-oss', 'mistral', 'azure', 'fireworks'].flatMap(model => counts(model, local)),
  ...[
    'deepseek',
    'xai',
    'openrouter',
    'ollama-chat',
    'together',
    'watsonx',
    'gigachat',
    'cohere',
    'nobody-knows-it',
  ].flatMap(model => counts(model, { 'a question': question, tools: bodies['tools'] ?? {} })),
  ...counts('gemini', bodies, { api_base: 'ORIGIN' }),
  ...counts('vertex-gemini', bodies),
  ...counts('vertex-claude', bodies),
  ...['vertex-mistral', 'vertex-codestral', 'vertex-jamba', 'vertex-qwen', 'vertex-gpt-oss'].flatMap(model =>
    counts(model, { 'a question': question, tools: bodies['tools'] ?? {} }),
  ),
  ...counts('vertex-claude-dated', { 'a question': question }),
  ...counts('bedrock', bodies),
]
