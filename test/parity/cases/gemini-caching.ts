/** Contents that are cached at Google because a client has marked them. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { geminiAnswer } from '../answers.ts'
import { chats, clockTool, type ParityCase, png, type Row, toolCall, user, weatherTool } from '../case.ts'

const words = (count: number): string => Array.from({ length: count }, (_, at) => `word${at % 7}`).join(' ')
const mark: JsonObject = { type: 'ephemeral' }
const marked = (text: string, more: JsonObject = {}): JsonObject => ({
  type: 'text',
  text,
  cache_control: { ...mark, ...more },
})
const long = words(1500)
const longer = words(2500)
const system = (...content: JsonObject[]): JsonObject => ({ role: 'system', content })
const question = user('What then?')

const rows: readonly Row[] = [
  ['a long system prompt', { messages: [system(marked(long)), question] }],
  ['asked twice', { messages: [system(marked(long)), question] }, { times: 2 }],
  ['a short one', { messages: [system(marked(words(20))), question] }],
  ['just below', { messages: [system(marked(words(400))), question] }],
  ['a mark on the message', { messages: [{ role: 'system', content: long, cache_control: mark }, question] }],
  [
    'a mark of another type',
    { messages: [system({ type: 'text', text: long, cache_control: { type: 'x' } }), question] },
  ],
  ['a time to live', { messages: [system(marked(long, { ttl: '3600s' })), question] }],
  ['hours to live', { messages: [system(marked(long, { ttl: '1.5h' })), question] }],
  ['minutes to live', { messages: [system(marked(long, { ttl: '5m' })), question] }],
  ['no time to live', { messages: [system(marked(long, { ttl: '0s' })), question] }],
  ['a time nobody knows', { messages: [system(marked(long, { ttl: 'for ever' })), question] }],
  ["a user's message", { messages: [system({ type: 'text', text: 'S' }), user([marked(long)]), question] }],
  [
    'system and user',
    { messages: [system(marked('S')), user([marked(long), { type: 'text', text: 'more' }]), question] },
  ],
  ['all of it', { messages: [system(marked('S')), user([marked(long)])] }],
  ['two blocks apart', { messages: [system(marked(long)), user('x'), user([marked(long)]), question] }],
  [
    'an image beside it',
    { messages: [user([marked(long), { type: 'image_url', image_url: { url: png } }]), question] },
  ],
  [
    'ending with the model',
    { messages: [user([marked(long)]), { role: 'assistant', content: [marked('A')] }, question] },
  ],
  [
    'a conversation',
    { messages: [user([marked(long)]), { role: 'assistant', content: [marked('A')] }, user([marked('B')]), question] },
  ],
  ['umlauts, quotes, lines', { messages: [system(marked(`Grüße 'and' "so"\n\t\\ ${long} 🙂`)), question] }],
  ['tools', { tools: [weatherTool, clockTool], messages: [system(marked(long)), question] }],
  ['tools and a choice', { tools: [weatherTool], tool_choice: 'required', messages: [system(marked(long)), question] }],
  ['few words and tools', { tools: [clockTool], messages: [system(marked('few')), question] }],
  ['settings', { temperature: 0.3, max_tokens: 9, messages: [system(marked(long)), question] }],
  ['a developer', { messages: [{ role: 'developer', content: [marked(long)] }, question] }],
  [
    'marked results of tools',
    {
      messages: [
        user([marked(long)]),
        { role: 'assistant', tool_calls: [toolCall('call_abcdefghijklmnopqrstuvwx', '{}')] },
        { role: 'tool', tool_call_id: 'call_abcdefghijklmnopqrstuvwx', content: [marked('22')] },
      ],
    },
  ],
  ['contents that are named', { cached_content: 'cachedContents/mine', messages: [system(marked(long)), question] }],
  ['who may not look', { messages: [system(marked(long)), question] }, { deployment: { api_key: 'may-not-look' } }],
  ['who may not keep', { messages: [system(marked(long)), question] }, { deployment: { api_key: 'may-not-keep' } }],
  ['who looks in vain', { messages: [system(marked(long)), question] }, { deployment: { api_key: 'looks-in-vain' } }],
  ['what is too short', { messages: [system(marked(long)), question] }, { deployment: { api_key: 'too-short' } }],
  [
    'what is too short, in a stream',
    { stream: true, messages: [system(marked(long)), question] },
    { deployment: { api_key: 'too-short' } },
  ],
]

const answered = (cases: readonly ParityCase[]): ParityCase[] =>
  cases.map(one => ({ deployment: {}, ...one, provider: geminiAnswer() }))

export const geminiCachingCases: readonly ParityCase[] = answered([
  ...chats('gemini caching', 'gemini', rows),
  ...chats('gemini caching/pro', 'gemini-pro', [
    ['its own least, not reached', { messages: [system(marked(words(600))), question] }],
    ['its own least', { messages: [system(marked(longer)), question] }],
  ]),
  ...chats('gemini caching/vertex', 'vertex-gemini', [
    ['a long system prompt', { messages: [system(marked(long)), question] }],
    ['tools', { tools: [weatherTool], messages: [system(marked(long)), question] }],
    ['asked twice', { messages: [system(marked(long)), question] }, { times: 2 }],
    [
      'a project that only the account tells',
      { messages: [system(marked(`"model":"projects/{project}/" ${long}`)), question] },
      { deployment: { vertex_project: null } },
    ],
  ]),
])
