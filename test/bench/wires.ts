/** The streams of the benchmark: what a provider of each wire sends for an ordinary answer, one event a token. */

export interface Wire {
  readonly model: string
  readonly litellmModel: string
  /** What follows the provider's origin in `api_base`. */
  readonly base: string
  /** Where the provider is asked. */
  readonly path: RegExp
  readonly before: readonly string[]
  readonly token: string
  readonly after: readonly string[]
}

const data = (value: object): string => `data: ${JSON.stringify(value)}\n\n`
const named = (type: string, rest: object = {}): string => `event: ${type}\n${data({ type, ...rest })}`

const chunk = (delta: object, reason: string | null = null): string =>
  data({
    id: 'chatcmpl-CkY2xT0c7HjJq3bYwq1n5vKpRzWlA',
    object: 'chat.completion.chunk',
    created: 1_763_712_000,
    model: 'gpt-4.1-mini-2025-04-14',
    service_tier: 'default',
    system_fingerprint: 'fp_5117a7ed00',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
    usage: null,
    obfuscation: 'Zb0Yt4KpW',
  })

const generated = (content: object, more: object = {}): string =>
  data({
    candidates: [{ content, index: 0, ...more }],
    usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 4, totalTokenCount: 13 },
    modelVersion: 'gemini-2.5-flash',
    responseId: 'kR8gaYz2LOqRxN8P',
  })

const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude', content: [], stop_reason: null }

export const wires: readonly Wire[] = [
  {
    model: 'gpt',
    litellmModel: 'openai/gpt-4.1-mini',
    base: '/v1',
    path: /\/chat\/completions$/,
    before: [chunk({ role: 'assistant', content: '', refusal: null })],
    token: chunk({ content: ' token' }),
    after: [chunk({}, 'stop'), 'data: [DONE]\n\n'],
  },
  {
    model: 'claude',
    litellmModel: 'anthropic/claude-sonnet-4-5',
    base: '',
    path: /\/messages$/,
    before: [
      named('message_start', { message: { ...message, usage: { input_tokens: 9, output_tokens: 1 } } }),
      named('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    ],
    token: named('content_block_delta', { index: 0, delta: { type: 'text_delta', text: ' token' } }),
    after: [
      named('content_block_stop', { index: 0 }),
      named('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 400 } }),
      named('message_stop'),
    ],
  },
  {
    model: 'gemini',
    litellmModel: 'gemini/gemini-2.5-flash',
    base: '/v1beta',
    path: /:streamGenerateContent/,
    before: [],
    token: generated({ parts: [{ text: ' token' }], role: 'model' }),
    after: [generated({ parts: [{ text: '' }], role: 'model' }, { finishReason: 'STOP' })],
  },
]
