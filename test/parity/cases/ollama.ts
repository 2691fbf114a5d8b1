/** Ollama's own API, asked by chat (`ollama_chat/`) and by prompt (`ollama/`). */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { answer } from '../answers.ts'
import { chats, clockTool, png, toolCall, user, weatherTool, type ParityCase, type Row } from '../case.ts'

const head = { model: 'llama-real', created_at: '2025-01-01T00:00:00Z' }
const counts = { prompt_eval_count: 11, eval_count: 7, total_duration: 5, load_duration: 1 }
const streaming = { stream: true, stream_options: { include_usage: true } }
const schema: JsonObject = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] }
const call = { function: { name: 'get_weather', arguments: { city: 'Köln' } } }

const lines = (items: readonly JsonObject[], cut = false): ScriptedAnswer => ({
  headers: { 'content-type': 'application/x-ndjson' },
  body: items.map(item => `${JSON.stringify(item)}\n`),
  cut,
})

const chatted = (message: JsonObject, more: JsonObject = {}): ScriptedAnswer =>
  answer({ ...head, message: { role: 'assistant', ...message }, done: true, done_reason: 'stop', ...counts, ...more })

const said = (message: JsonObject): JsonObject => ({ ...head, message: { role: 'assistant', ...message }, done: false })
const finished = (message: JsonObject = { content: '' }, more: JsonObject = {}): JsonObject => ({
  ...head,
  message: { role: 'assistant', ...message },
  done: true,
  done_reason: 'stop',
  ...counts,
  ...more,
})

const generated = (response: string, more: JsonObject = {}): ScriptedAnswer =>
  answer({ ...head, response, done: true, done_reason: 'stop', ...counts, ...more })
const wrote = (response: string, more: JsonObject = {}): JsonObject => ({ ...head, response, done: false, ...more })
const closed: JsonObject = { ...head, response: '', done: true, done_reason: 'stop', ...counts }

/** What either wire may be asked. */
const parameters: readonly Row[] = [
  ['a question', {}],
  ['a system message', { messages: [{ role: 'system', content: 'S' }, user('hi')] }],
  ['a developer message', { messages: [{ role: 'developer', content: 'S' }, user('hi')] }],
  ['max_tokens', { max_tokens: 9 }],
  ['max_completion_tokens', { max_completion_tokens: 9, max_tokens: 3 }],
  ['temperature, top_p, seed', { temperature: 0.2, top_p: 0.4, seed: 3 }],
  ['frequency_penalty', { frequency_penalty: 0.3 }],
  ['stop', { stop: ['a', 'b'] }],
  ['one stop', { stop: 'a' }],
  ['a JSON object', { response_format: { type: 'json_object' } }],
  ['a JSON schema', { response_format: { type: 'json_schema', json_schema: { name: 'n', schema } } }],
  ['text as a format', { response_format: { type: 'text' } }],
  ['a low effort', { reasoning_effort: 'low' }],
  ['no effort', { reasoning_effort: 'none' }],
  ['its own parameters', { num_ctx: 4096, mirostat: 1, repeat_penalty: 1.1, top_k: 5, keep_alive: '5m', foo: 1 }],
  ['options in a list of their own', { options: { num_ctx: 99 }, extra_body: { num_gpu: 1 } }],
  ['keep_alive as a number', { keep_alive: 0 }],
  ['think by its own name', { think: true }],
  ['a format by its own name', { format: 'json' }],
  ['presence_penalty', { presence_penalty: 0.1 }],
  ['presence_penalty, dropped', { presence_penalty: 0.1, n: 2, logprobs: true, user: 'u', drop_params: true }],
  ['parameters of the deployment', {}, { deployment: { num_ctx: 2048, keep_alive: '1h', temperature: 0.1 } }],
  ['without a key', {}, { deployment: { api_key: null } }],
  [
    'an image',
    {
      messages: [
        user([
          { type: 'text', text: 'x' },
          { type: 'image_url', image_url: { url: png } },
        ]),
      ],
    },
  ],
  ['an image as text', { messages: [user([{ type: 'image_url', image_url: png }])] }],
  ['functions', { functions: [{ name: 'f', parameters: schema }], function_call: 'auto', drop_params: true }],
  ['tools', { tools: [weatherTool, clockTool] }],
  ['tools and a choice', { tools: [clockTool], tool_choice: 'required', drop_params: true }],
  [
    'a conversation with tools',
    {
      messages: [
        {
          role: 'system',
          content: [
            { type: 'text', text: 'S' },
            { type: 'text', text: 'T' },
          ],
        },
        user('one'),
        { role: 'assistant', content: null, tool_calls: [toolCall('t1', '{"city": "Köln"}')] },
        { role: 'tool', tool_call_id: 't1', name: 'get_weather', content: 'rain' },
        { role: 'assistant', content: 'It rains.', reasoning_content: 'hm' },
        user([
          { type: 'text', text: 'two' },
          { type: 'text', text: 'three' },
        ]),
      ],
      tools: [weatherTool],
    },
  ],
  [
    'thoughts of before',
    { messages: [user('a'), { role: 'assistant', content: '<think>hm</think>Yes' }, user('b'), user('c')] },
  ],
  ['arguments that are no JSON', { messages: [user('a'), { role: 'assistant', tool_calls: [toolCall('t1', '{')] }] }],
  ['arguments that are nothing', { messages: [user('a'), { role: 'assistant', tool_calls: [toolCall('t1', '')] }] }],
  ['a stream', { stream: true }],
  ['a stream with usage', streaming],
  ['a stream of tool calls', { ...streaming, tools: [weatherTool], messages: [user('[sim:tool]')] }],
  ['a stream of thoughts', { ...streaming, messages: [user('[sim:thinking]')] }],
  ['a stream cut short', { ...streaming, max_tokens: 3, messages: [user('[sim:length]')] }],
  ['a stream that breaks', { ...streaming, messages: [user('Go [sim:long:20] [sim:cut:3] [sim:slow:20]')] }],
  ['a stream that fails', { ...streaming, messages: [user('[sim:long:20] [sim:midstream-error:3]')] }],
  ['a model that is missing', {}, { provider: answer({ error: "model 'x' not found" }, 404) }],
  ['a missing model, streamed', { stream: true }, { provider: answer({ error: "model 'x' not found" }, 404) }],
  ['a bad request', {}, { provider: answer({ error: 'invalid options' }, 400) }],
  ['a refused key', {}, { provider: answer({ error: 'unauthorized' }, 401) }],
  ['a forbidden model', {}, { provider: answer({ error: 'no' }, 403) }],
  ['too many requests', {}, { provider: answer({ error: 'slow down' }, 429) }],
  ['a failure', {}, { provider: answer({ error: 'llama runner process has terminated' }, 500) }],
  ['busy', {}, { provider: answer({ error: 'server busy' }, 503) }],
  [
    'an answer that is no JSON, twice',
    {},
    { provider: answer('<html>', 200, { 'content-type': 'text/html' }), deployment: { num_retries: 1 } },
  ],
  ['an answer that is an error', {}, { provider: answer({ error: 'out of memory' }) }],
  ['an answer that is no JSON', {}, { provider: answer('<html>', 200, { 'content-type': 'text/html' }) }],
]

const chat: readonly Row[] = [
  ['a whole answer', {}, { provider: chatted({ content: 'Hello' }) }],
  ['an answer with thoughts', {}, { provider: chatted({ content: 'Hello', thinking: 'hm' }) }],
  ['an answer with thoughts in its text', {}, { provider: chatted({ content: '<think>hm</think>Hello' }) }],
  ['an answer with calls', { tools: [weatherTool] }, { provider: chatted({ content: '', tool_calls: [call, call] }) }],
  ['an answer with a call by id', {}, { provider: chatted({ content: '', tool_calls: [{ ...call, id: 'c1' }] }) }],
  ['an answer cut short', {}, { provider: chatted({ content: 'He' }, { done_reason: 'length' }) }],
  ['an unknown reason', {}, { provider: chatted({ content: 'He' }, { done_reason: 'load' }) }],
  ['an answer without a reason', {}, { provider: chatted({ content: 'He' }, { done_reason: null }) }],
  ['an answer with more', {}, { provider: chatted({ content: 'He', images: null, weird: 1 }, { logprobs: [1] }) }],
  [
    'a stream with everything',
    streaming,
    {
      provider: lines([
        said({ content: '', thinking: 'h' }),
        said({ content: '', thinking: 'm' }),
        said({ content: 'Hel' }),
        said({ content: 'lo ü' }),
        said({ content: '', tool_calls: [call] }),
        finished(),
      ]),
    },
  ],
  [
    'a stream with thoughts in its text',
    streaming,
    {
      provider: lines([
        said({ content: '<think>' }),
        said({ content: 'hm' }),
        said({ content: '</think>' }),
        said({ content: 'Hello' }),
        finished(),
      ]),
    },
  ],
  [
    'a stream of two calls',
    streaming,
    {
      provider: lines([
        said({ content: '', tool_calls: [call] }),
        said({ content: '', tool_calls: [{ function: { name: 'now', arguments: {} } }] }),
        finished(),
      ]),
    },
  ],
  [
    'a stream without counts',
    streaming,
    { provider: lines([said({ content: 'x' }), { ...said({ content: '' }), done: true }]) },
  ],
  ['a stream whose end speaks', streaming, { provider: lines([said({ content: 'x' }), finished({ content: 'y' })]) }],
  [
    'a stream cut short by length',
    { stream: true },
    { provider: lines([said({ content: 'x' }), finished(undefined, { done_reason: 'length' })]) },
  ],
  [
    'a stream with an error',
    { stream: true },
    { provider: lines([said({ content: 'x' }), { error: 'out of memory' }]) },
  ],
  ['a stream that begins with an error', { stream: true }, { provider: lines([{ error: 'out of memory' }]) }],
  ['a stream without an end', { stream: true }, { provider: lines([said({ content: 'x' })]) }],
  ['a stream of nothing', { stream: true }, { provider: lines([]) }],
]

const generate: readonly Row[] = [
  ['functions beside tools', { functions: [{ name: 'f' }], tools: [weatherTool] }],
  ['functions beside tools, dropped', { functions: [{ name: 'f' }], tools: [weatherTool], drop_params: true }],
  ['an empty list of tools', { tools: [] }, { provider: generated('{"a": 1}') }],
  ['a whole answer', {}, { provider: generated('Hello') }],
  ['an answer with thoughts', {}, { provider: generated('Hello', { thinking: 'hm' }) }],
  ['an answer with thoughts in its text', {}, { provider: generated('<think>hm</think>Hello') }],
  ['an answer cut short', {}, { provider: generated('He', { done_reason: 'length' }) }],
  ['an answer without counts', {}, { provider: answer({ ...head, response: 'He', done: true }) }],
  [
    'a call by prompt',
    { tools: [weatherTool] },
    { provider: generated('{"name": "get_weather", "arguments": {"city": "Köln"}}') },
  ],
  ['a fenced call', { tools: [weatherTool] }, { provider: generated('```json\n{"name":"f","arguments":{}}\n```') }],
  ['JSON that is no call', { tools: [weatherTool] }, { provider: generated('{"city": "Köln", "n": 1.0}') }],
  ['no JSON at all', { tools: [weatherTool] }, { provider: generated('<think>a</think>sorry') }],
  ['nothing at all', { tools: [weatherTool] }, { provider: generated('  ', { thinking: 'hm' }) }],
  ['a stream of text', streaming, { provider: lines([wrote('Hel'), wrote('lo'), closed]) }],
  [
    'a stream of thoughts and text',
    streaming,
    {
      provider: lines([
        wrote('', { thinking: 'hm' }),
        wrote(''),
        wrote('<think>'),
        wrote('a'),
        wrote('</think>'),
        wrote('Yes'),
        closed,
      ]),
    },
  ],
  [
    'a streamed call by prompt',
    { ...streaming, tools: [weatherTool] },
    { provider: lines([wrote('{"name": "f",'), wrote(' "arguments": {"a": 1}}'), closed]) },
  ],
  ['streamed JSON', streaming, { provider: lines([wrote(' {"a"'), wrote(': 1}'), closed]) }],
  [
    'streamed JSON in a fence',
    streaming,
    { provider: lines([wrote('``'), wrote('`json\n'), wrote('{"name":"f","arguments":{}}'), wrote('\n```'), closed]) },
  ],
  ['a fence that holds no JSON', streaming, { provider: lines([wrote('```'), wrote('python\nx'), closed]) }],
  ['a stream with an error', { stream: true }, { provider: lines([wrote('x'), { error: 'out of memory' }]) }],
  ['a stream that begins with an error', { stream: true }, { provider: lines([{ error: 'out of memory' }]) }],
  ['a stream without an end', { stream: true }, { provider: lines([wrote('x')]) }],
  ['a list as content that is none', { messages: [user([{ type: 'text' }])] }],
  ['a role nobody knows', { messages: [{ role: 'narrator', content: 'x' }] }],
]

const ossModel = { deployment: { model: 'ollama_chat/gpt-oss:20b' } }
const gptOss: readonly Row[] = [
  ['gpt-oss/an effort', { reasoning_effort: 'low' }, ossModel],
  ['gpt-oss/no effort', { reasoning_effort: 'none' }, ossModel],
]

const embeddings = (name: string, body: JsonObject, more: Partial<ParityCase> = {}): ParityCase => ({
  name: `ollama embeddings/${name}`,
  path: '/v1/embeddings',
  body: { model: 'ollama', ...body },
  ...more,
})

// A failure cools a deployment down: whoever is told one has it to itself.
const alone = (rows: readonly Row[]): Row[] =>
  rows.map(([name, body, more = {}]) => [name, body, more.provider ? { deployment: {}, ...more } : more])

export const ollamaCases: readonly ParityCase[] = [
  ...chats('ollama chat', 'ollama-chat', alone([...parameters, ...chat, ...gptOss])),
  ...chats('ollama generate', 'ollama', alone([...parameters, ...generate])),
  ...chats('ollama chat', 'ollama-unknown', [['a model nobody knows', {}]]),
  embeddings('a text', { input: 'one' }),
  embeddings('several', { input: ['one', 'two'], dimensions: 8 }),
  embeddings('tokens', { input: [[9906], [1917]] }),
  embeddings('options', { input: 'one', truncate: true, keep_alive: '1m', num_ctx: 9 }),
  embeddings('what it has not', { input: 'one', user: 'u' }),
  embeddings('what it has not, dropped', { input: 'one', user: 'u', encoding_format: 'float', drop_params: true }),
  embeddings('a failure', { input: 'one' }, { provider: answer({ error: 'no' }, 500), deployment: {} }),
]
