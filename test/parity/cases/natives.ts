/** Providers with an API of their own: each asked in the same ways, and answering in its own words. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { answer, data, done, openaiMessage, stream, textChunks, usageChunk } from '../answers.ts'
import { chats, clockTool, png, type ParityCase, type Row, toolCall, user, weatherTool } from '../case.ts'

/** What a provider says. */
export interface Words {
  readonly whole: ScriptedAnswer
  readonly stream?: ScriptedAnswer
  readonly error: (status: number) => ScriptedAnswer
  /** LiteLLM breaks over its streams, and ours leaves them to it. */
  readonly declinesStreams?: boolean
  /** Its streams are events and nothing else. */
  readonly streamsEvents?: boolean
  /** Rows that are left to LiteLLM, which falls over them. */
  readonly declines?: readonly string[]
  /** Rows that only this provider has. */
  readonly rows?: readonly Row[]
}

const openAiWords: Words = {
  whole: openaiMessage({ content: 'Hello', weird: 1 }),
  stream: stream([...textChunks, usageChunk(), done]),
  error: status => answer({ error: { message: `said ${status}`, type: 'server_type', code: 'cc' } }, status),
}

const withMessage = (status: number): ScriptedAnswer => answer({ message: `said ${status}` }, status)

/** A provider's lines of a stream. */
const events = (...lines: JsonObject[]): ScriptedAnswer => stream(lines.map(line => data(line)))

const watsonxError = (status: number): ScriptedAnswer =>
  answer({ errors: [{ code: 'some_code', message: `said ${status}` }], trace: 't1', status_code: status }, status)

const generated = (text: string, reason: string, more: JsonObject = {}): JsonObject => ({
  model_id: 'ibm/real',
  created_at: '2024-05-06T07:08:09.010Z',
  results: [{ generated_text: text, generated_token_count: 3, input_token_count: 5, stop_reason: reason, ...more }],
})

const conversation: JsonObject = {
  messages: [{ role: 'system', content: 'S' }, user('a'), { role: 'assistant', content: 'b' }, user('c\r\n\r\nd')],
}

const giga: JsonObject = { name: 'get_weather', arguments: { city: 'ü' } }

const gigaAnswer = (message: JsonObject, finish_reason = 'stop'): ScriptedAnswer =>
  answer({
    choices: [{ message: { role: 'assistant', functions_state_id: 's', ...message }, index: 0, finish_reason }],
    id: 'giga-1',
    created: 1700000000,
    model: 'GigaChat-2-Max:2.0.28.2',
    object: 'chat.completion',
    usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8, precached_prompt_tokens: 2 },
  })

const ociAnswer = (message: JsonObject, choice: JsonObject = {}): ScriptedAnswer =>
  answer({
    modelId: 'meta.real',
    modelVersion: '1.0.0',
    chatResponse: {
      apiFormat: 'GENERIC',
      timeCreated: '2024-05-06T07:08:09.010Z',
      choices: [{ index: 0, message: { role: 'ASSISTANT', ...message }, finishReason: 'stop', ...choice }],
      usage: { promptTokens: 5, completionTokens: 3, totalTokens: 8 },
    },
  })

const bestOf = answer({
  generated_text: '<s>Hello</s>',
  details: {
    finish_reason: 'length',
    tokens: [{ logprob: -1 }],
    best_of_sequences: [{ generated_text: 'Bye', finish_reason: 'eos_token', tokens: [{ logprob: -2 }] }],
  },
})

/** The providers' words by the model's name in the configuration. */
export const nativeWords: Readonly<Record<string, Words>> = {
  watsonx: {
    ...openAiWords,
    error: watsonxError,
    rows: [
      ['a body’s own key', { foo: 1, extra_body: { bar: 2 } }],
      [
        'a tool choice by name',
        { tools: [weatherTool], tool_choice: { type: 'function', function: { name: 'get_weather' } } },
      ],
      ['a parameter of the older endpoint', { decoding_method: 'greedy' }],
      ['a key that is not let in', {}, { deployment: { zen_api_key: null, api_key: 'invalid-1' } }],
      [
        'a key that is not let in, streamed',
        { stream: true },
        { deployment: { zen_api_key: null, api_key: 'invalid-2' } },
      ],
      ['a granted token', {}, { deployment: { zen_api_key: null, api_key: 'key-1' } }],
      ['a space', {}, { deployment: { project_id: null, space_id: 'space-1' } }],
      ['neither project nor space', {}, { deployment: { project_id: null } }],
      ['a token', {}, { deployment: { zen_api_key: null, token: 'token-1' } }],
    ],
  },
  'watsonx-deployment': { ...openAiWords, error: watsonxError },
  'watsonx-text': {
    whole: answer(generated('Hello', 'eos_token')),
    stream: events(generated('Hel', 'not_finished'), generated('lo', 'not_finished'), generated('', 'eos_token')),
    error: watsonxError,
    rows: [
      ['cut short', {}, { provider: answer(generated('Hel', 'max_tokens')) }],
      ['a model of IBM’s', conversation, { deployment: { model: 'watsonx_text/ibm/granite-chat-13b' } }],
      ['a Llama 3', conversation, { deployment: { model: 'watsonx_text/meta-llama/llama-3-instruct-70b' } }],
      ['a Mistral', conversation, { deployment: { model: 'watsonx_text/ibm-mistralai/mixtral-8x7b' } }],
    ],
  },
  codestral: openAiWords,
  'codestral-fim': {
    whole: openaiMessage({ content: 'Hello' }),
    stream: stream([...textChunks, usageChunk(), done]),
    error: withMessage,
  },
  'cohere-v1': {
    whole: answer({
      text: 'Hello',
      generation_id: 'g1',
      finish_reason: 'COMPLETE',
      meta: { billed_units: { input_tokens: 3, output_tokens: 4 } },
    }),
    stream: {
      headers: { 'content-type': 'application/stream+json' },
      body: [
        { is_finished: false, event_type: 'stream-start', generation_id: 'g1' },
        { is_finished: false, event_type: 'text-generation', text: 'Hel' },
        { is_finished: false, event_type: 'text-generation', text: 'lo' },
        { is_finished: true, event_type: 'stream-end', finish_reason: 'COMPLETE', response: { text: 'Hello' } },
      ].map(line => `${JSON.stringify(line)}\n`),
    },
    error: withMessage,
    rows: [
      [
        'a call',
        { tools: [weatherTool] },
        {
          provider: answer({
            text: '',
            tool_calls: [{ name: 'get_weather', parameters: { city: 'x' }, generation_id: 'g2' }],
            citations: [{ start: 0, end: 1 }],
          }),
        },
      ],
      ...['invalid api token', 'invalid type: parameter x', 'too many tokens: 9 > 8', 'internal server error'].map(
        (words): Row => [`refused with ${words}`, {}, { provider: answer({ message: words }, 418), deployment: {} }],
      ),
    ],
  },
  predibase: {
    whole: answer({ generated_text: 'Hello', details: { finish_reason: 'eos_token', tokens: [{ logprob: -1 }] } }),
    stream: events(
      { token: { text: 'Hel', special: false } },
      { token: { text: 'lo' }, details: { finish_reason: 'eos_token' } },
    ),
    error: status => answer({ error: `said ${status}`, error_type: 'x' }, status),
    rows: [
      'meta-llama/Llama-2-7b-chat-hf meta-llama/Meta-Llama-3-8B-Instruct tiiuae/falcon-7b-instruct mosaicml/mpt-7b-chat',
      'codellama/CodeLlama-7b-Instruct-hf WizardLM/WizardCoder-15B Phind/Phind-CodeLlama-34B Gryphe/MythoMax-L2-13b',
    ]
      .join(' ')
      .split(' ')
      .map((model): Row => [`the prompt of ${model}`, conversation, { deployment: { model: `predibase/${model}` } }])
      .concat([
        ['best of several', { n: 2 }, { provider: bestOf }],
        ['nothing warm', { temperature: 0, max_tokens: 0 }],
        ['an error within', {}, { provider: answer({ error: 'no', error_type: 'x' }), deployment: {} }],
      ]),
  },
  'nlp-cloud': {
    whole: answer({ generated_text: 'Hello', nb_input_tokens: 5, nb_generated_tokens: 3 }),
    error: status => answer({ detail: `said ${status}` }, status),
    declinesStreams: true,
  },
  triton: {
    whole: answer({ model_name: 'llama', text_output: 'Hello' }),
    stream: events({ text_output: 'Hel' }, { text_output: 'lo', is_finished: true, stop_reason: 'stop' }),
    error: status => answer({ error: `said ${status}` }, status),
    rows: [
      [
        'tensors',
        { max_tokens: 5, top_k: 3, foo: 'bar', warm: 0.5 },
        {
          provider: answer({ outputs: [{ name: 'text_output', data: ['Hel', 'lo'] }] }),
          deployment: { api_base: 'ORIGIN/v2/models/llama/infer' },
        },
      ],
      [
        'tensors without a limit',
        {},
        {
          provider: answer({ outputs: [{ name: 'text_output', data: ['Hello'] }] }),
          deployment: { api_base: 'ORIGIN/v2/models/llama/infer' },
        },
      ],
    ],
  },
  petals: {
    whole: answer({ ok: true, outputs: 'Hello' }),
    error: status => answer({ ok: false, traceback: `said ${status}` }, status),
    rows: [['a long stream', { stream: true }, { provider: answer({ ok: true, outputs: 'Hello, you. '.repeat(9) }) }]],
  },
  oobabooga: { whole: openAiWords.whole, error: openAiWords.error, declinesStreams: true },
  ai21: openAiWords,
  gigachat: {
    whole: gigaAnswer({ content: 'Hello' }),
    stream: events(
      { choices: [{ delta: { content: 'Hel', role: 'assistant' }, index: 0 }], created: 1, model: 'g' },
      { choices: [{ delta: { content: 'lo' }, index: 0 }], created: 1, model: 'g' },
      {
        choices: [{ delta: { content: '' }, index: 0, finish_reason: 'stop' }],
        usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8, precached_prompt_tokens: 2 },
      },
    ),
    error: status => answer({ status, message: `said ${status}` }, status),
    rows: [
      [
        'a call',
        { tools: [weatherTool] },
        { provider: gigaAnswer({ content: '', function_call: giga }, 'function_call') },
      ],
      [
        'a streamed call',
        { tools: [weatherTool], stream: true },
        {
          provider: events({
            choices: [{ delta: { content: '', function_call: giga }, index: 0, finish_reason: 'function_call' }],
          }),
        },
      ],
      [
        'a schema',
        { response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object' } } } },
        { provider: gigaAnswer({ content: '', function_call: giga }, 'function_call') },
      ],
      ['nothing warm', { temperature: 0, max_completion_tokens: 4, profanity_check: false }],
      [
        'a tool by name',
        { tools: [weatherTool], tool_choice: { type: 'function', function: { name: 'get_weather' } } },
      ],
      ['a granted token', {}, { deployment: { gigachat_access_token: null, api_key: 'key-1' } }],
      ['a key that is not let in', {}, { deployment: { gigachat_access_token: null, api_key: 'invalid-1' } }],
    ],
  },
  oci: {
    streamsEvents: true,
    whole: ociAnswer({
      content: [
        { type: 'TEXT', text: 'Hel' },
        { type: 'TEXT', text: 'lo' },
      ],
    }),
    stream: events(
      { index: 0, message: { role: 'ASSISTANT', content: [{ type: 'TEXT', text: 'Hel' }] }, pad: 'aa' },
      { index: 0, message: { role: 'ASSISTANT', content: [{ type: 'TEXT', text: 'lo' }] }, pad: 'aa' },
      { finishReason: 'stop', pad: 'a' },
    ),
    error: status => answer({ code: String(status), message: `said ${status}` }, status),
    rows: [
      [
        'a call',
        { tools: [weatherTool], tool_choice: 'required' },
        {
          provider: ociAnswer(
            { toolCalls: [{ type: 'FUNCTION', name: 'get_weather', arguments: '{"city":"x"}' }] },
            { finishReason: 'tool_calls' },
          ),
        },
      ],
      [
        'cut short',
        {},
        { provider: ociAnswer({ content: [{ type: 'TEXT', text: 'a' }] }, { finishReason: 'MAX_TOKENS' }) },
      ],
      [
        'a schema',
        {
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'n', strict: true, schema: { type: 'object' } },
          },
        },
      ],
      ['an effort', { reasoning_effort: 'low' }],
      ['a model of OpenAI’s', { max_tokens: 4 }, { deployment: { model: 'oci/openai.gpt-5' } }],
      ['an endpoint', {}, { deployment: { oci_serving_mode: 'DEDICATED', oci_endpoint_id: 'e1' } }],
      ['no key', {}, { deployment: { oci_key: null } }],
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
      [
        'a streamed call',
        { tools: [weatherTool], stream: true },
        {
          provider: events(
            { index: 0, message: { toolCalls: [{ id: 'c1', type: 'FUNCTION', name: 'get_weather', arguments: '' }] } },
            { index: 0, message: { toolCalls: [{ type: 'FUNCTION', arguments: '{"city":"x"}' }] } },
            { finishReason: 'tool_calls' },
          ),
        },
      ],
    ],
  },
  langgraph: {
    whole: answer({
      messages: [
        { type: 'human', content: 'hi' },
        { type: 'ai', content: 'Hello' },
      ],
    }),
    stream: stream([
      data(['metadata', { attempt: 1 }]),
      data(['messages', [[{ type: 'AIMessageChunk', content: 'Hel' }, { langgraph_step: 1 }]]]),
      data(['messages', [[{ type: 'AIMessageChunk', content: 'lo' }, { langgraph_step: 1 }]]]),
    ]),
    error: status => answer({ detail: `said ${status}` }, status),
  },
  langflow: {
    whole: answer({
      session_id: 's1',
      outputs: [{ inputs: {}, outputs: [{ results: { message: { text: 'Hello' } } }] }],
    }),
    error: status => answer({ detail: `said ${status}` }, status),
  },
}

const everything: JsonObject = {
  temperature: 0.2,
  top_p: 0.5,
  n: 2,
  stop: ['x'],
  max_tokens: 11,
  presence_penalty: 0.2,
  frequency_penalty: 0.1,
  logit_bias: { a: 1 },
  user: 'u',
  response_format: { type: 'json_object' },
  seed: 2,
  tools: [weatherTool, clockTool],
  tool_choice: 'auto',
  logprobs: true,
  top_logprobs: 2,
  parallel_tool_calls: true,
  reasoning_effort: 'low',
}

/** The ways in which a provider is asked. */
export const nativeRows = (words: Words): readonly Row[] =>
  allRows(words).filter(([name]) => words.declines?.includes(name) !== true)

const allRows = ({
  whole,
  stream: streamed,
  error,
  declinesStreams,
  streamsEvents,
  rows = [],
}: Words): readonly Row[] => [
  ['a question', {}, { provider: whole }],
  [
    'a conversation',
    {
      messages: [
        { role: 'system', content: 'S' },
        user('a'),
        { role: 'assistant', content: 'b' },
        user([
          { type: 'text', text: 'c' },
          { type: 'text', text: 'd' },
        ]),
      ],
    },
    { provider: whole },
  ],
  [
    'a plain conversation',
    {
      messages: [{ role: 'system', content: 'S' }, user('a'), { role: 'assistant', content: 'b' }, user('c')],
    },
    { provider: whole },
  ],
  [
    'a turn of tools',
    {
      messages: [
        user('a'),
        { role: 'assistant', content: null, tool_calls: [toolCall('t1', '{"city":"x"}')] },
        { role: 'tool', tool_call_id: 't1', content: 'rain' },
      ],
    },
    { provider: whole },
  ],
  ['parameters', { temperature: 0.2, top_p: 0.5, max_tokens: 7 }, { provider: whole }],
  ['every parameter', everything, { provider: whole }],
  ['every parameter, dropped where unknown', { ...everything, drop_params: true }, { provider: whole }],
  ['the newer limit', { max_completion_tokens: 9 }, { provider: whole }],
  ['its own parameters', { top_k: 3, foo: 'bar' }, { provider: whole }],
  ['tools', { tools: [weatherTool] }, { provider: whole }],
  ...(streamed
    ? ([
        ['a stream', { stream: true }, { provider: streamed }],
        ['a stream with usage', { stream: true, stream_options: { include_usage: true } }, { provider: streamed }],
      ] satisfies Row[])
    : []),
  ...[400, 401, 403, 404, 408, 422, 429, 500, 503, 529].map((status): Row => [
    `status ${status}`,
    {},
    { provider: error(status), deployment: {} },
  ]),
  ...(declinesStreams || streamsEvents
    ? []
    : ([['a wanted stream', { stream: true }, { provider: whole }]] satisfies Row[])),
  ...(declinesStreams
    ? []
    : ([
        ['a streamed 401', { stream: true }, { provider: error(401), deployment: {} }],
        ['a streamed 500', { stream: true }, { provider: error(500), deployment: {} }],
      ] satisfies Row[])),
  ['no JSON', {}, { provider: answer('<html>', 200, { 'content-type': 'text/html' }), deployment: {} }],
  ['an empty answer', {}, { provider: answer({}), deployment: {} }],
  ...rows.map(([name, body, more]): Row => [name, body, { provider: whole, ...more }]),
]

export const nativeCases: readonly ParityCase[] = Object.entries(nativeWords).flatMap(([model, words]) =>
  chats(`natives/${model}`, model, nativeRows(words)),
)
