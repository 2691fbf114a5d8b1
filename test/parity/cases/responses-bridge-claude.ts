/** OpenAI's Responses API for Claude: what its answers and streams become. */
import { anthropicAnswer, args, block, event, messageEnd, messageStart, textBlock } from '../answers.ts'
import type { ParityCase, Row } from '../case.ts'
import { streams } from './responses-bridge-answers.ts'
import { responses, weather } from './responses-bridges.ts'

const thinkingBlock = { type: 'thinking', thinking: 'hm', signature: 's' }
const toolUse = { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'B' } }
const claudes: readonly Row[] = [
  ['text', {}, { provider: anthropicAnswer() }],
  ['thoughts', {}, { provider: anthropicAnswer({ content: [thinkingBlock, { type: 'text', text: 'b' }] }) }],
  [
    'sealed thoughts',
    {},
    {
      provider: anthropicAnswer({
        content: [
          { type: 'redacted_thinking', data: 'x' },
          { type: 'text', text: 'b' },
        ],
      }),
    },
  ],
  ['a tool', { tools: [weather] }, { provider: anthropicAnswer({ content: [toolUse], stop_reason: 'tool_use' }) }],
  [
    'words and tools',
    { tools: [weather] },
    { provider: anthropicAnswer({ content: [{ type: 'text', text: 'a' }, toolUse], stop_reason: 'tool_use' }) },
  ],
  [
    'a cache',
    {},
    {
      provider: anthropicAnswer({
        usage: { input_tokens: 10, output_tokens: 5, cache_read_input_tokens: 60, cache_creation_input_tokens: 7 },
      }),
    },
  ],
  ['too long', {}, { provider: anthropicAnswer({ stop_reason: 'max_tokens' }) }],
  ['a refusal', {}, { provider: anthropicAnswer({ stop_reason: 'refusal' }) }],
  ['the simulator thinks', { input: '[sim:thinking]', reasoning: { effort: 'low' } }],
]
const claudeStreams: readonly Row[] = [
  streams('text', [messageStart(), event({ type: 'ping' }), ...textBlock(0, 'Hel', 'lo ü'), ...messageEnd('end_turn')]),
  streams(
    'a tool',
    [
      messageStart(),
      ...textBlock(0, 'a'),
      ...block(1, { type: 'tool_use', id: 'tu1', name: 'get_weather', input: {} }, [args('{"city":'), args('"B"}')]),
      ...messageEnd('tool_use'),
    ],
    { tools: [weather] },
  ),
  streams('thoughts', [
    messageStart(),
    ...block(0, { type: 'thinking', thinking: '' }, [
      { type: 'thinking_delta', thinking: 'h' },
      { type: 'thinking_delta', thinking: 'm' },
      { type: 'signature_delta', signature: 'sig' },
    ]),
    ...textBlock(1, 'b'),
    ...messageEnd('end_turn'),
  ]),
  streams('too long', [messageStart(), ...textBlock(0, 'a'), ...messageEnd('max_tokens')]),
  streams('an error in the middle', [
    messageStart(),
    ...textBlock(0, 'a'),
    event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
  ]),
  [
    'the simulator’s thoughts and a tool',
    { stream: true, tools: [weather], input: '[sim:thinking] [sim:tool]', reasoning: { effort: 'low' } },
  ],
]

export const responsesBridgeClaudeCases: readonly ParityCase[] = ['claude', 'vertex-claude'].flatMap(model => [
  ...responses(`${model}/answers`, model, claudes),
  ...responses(`${model}/streams`, model, claudeStreams),
])
