/** Roles and contents of a conversation on the Anthropic wire, files and images among them. */
import type { Json, JsonObject } from '../../../services/simulator/json.ts'
import { anthropicAnswer } from '../answers.ts'
import { chats, png, toolCall, user, weatherTool } from '../case.ts'

const ephemeral: JsonObject = { type: 'ephemeral' }
const system = (content: Json): JsonObject => ({ role: 'system', content })
const said = (content: Json, more: JsonObject = {}): JsonObject => ({ role: 'assistant', content, ...more })
const parts = (...content: Json[]): JsonObject => ({ messages: [user(content)] })
const image = (url: Json, more: JsonObject = {}): JsonObject => ({ type: 'image_url', image_url: url, ...more })

const interrupted = [
  user('a'),
  system('mid'),
  said('b'),
  system([{ type: 'text', text: 'two', cache_control: { ...ephemeral, x: 1 } }]),
  user('c'),
  said('d'),
  system('end'),
]
const betweenToolTurns = [
  user('a'),
  said(null, { tool_calls: [toolCall('t1', '{"city":"Bern"}')] }),
  system('mid'),
  { role: 'tool', tool_call_id: 't1', content: 'sun' },
]

const roles = chats('messages', 'claude', [
  ['a question', {}],
  ['a question to the simulator', { messages: [user('What is new?')] }],
  [
    'system, developer, empty parts',
    {
      messages: [
        system('S1'),
        {
          role: 'developer',
          content: [
            { type: 'text', text: 'D', cache_control: ephemeral },
            { type: 'text', text: '' },
          ],
        },
        system(''),
        user('hi'),
      ],
    },
  ],
  ['system to be cached', { messages: [{ ...system('S1'), cache_control: { ...ephemeral, ttl: '1h' } }, user('hi')] }],
  [
    'system as parts',
    {
      messages: [
        system([
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ]),
        user('hi'),
      ],
    },
  ],
  ['only system', { messages: [system('S1')] }],
  ['only developer', { messages: [{ role: 'developer', content: 'D' }] }],
  ['no messages at all', { messages: [] }],
  ['system in mid-conversation', { messages: [user('a'), system('mid'), said('b'), system('two'), user('c')] }],
  ['system between tool turns', { tools: [weatherTool], messages: betweenToolTurns }],
  ['system with blank text in mid-conversation', { messages: [user('a'), system(' '), said('b'), user('c')] }],
  ['same roles are merged', { messages: [user('a'), user([{ type: 'text', text: 'b' }]), said('c'), said('d ')] }],
  ['assistant first', { messages: [said('c'), user('x')] }],
  ['blank texts', { messages: [user(''), said(' '), user([{ type: 'text', text: '  ' }])] }],
  [
    'assistant with parts',
    {
      messages: [
        user('hi'),
        said([
          { type: 'thinking', thinking: 'x', signature: 's' },
          { type: 'text', text: 'a ' },
          { type: 'text', text: '' },
        ]),
        user('b'),
        said(null),
        user('c'),
      ],
    },
  ],
  ['final assistant text is stripped', { messages: [user('a'), said('Hel  \n')] }],
  [
    'prefix',
    { messages: [user('a'), said('Hel ', { prefix: true })] },
    { provider: anthropicAnswer({ content: [{ type: 'text', text: 'lo' }] }) },
  ],
  ['user content null', { messages: [user(null), user('x')] }],
  ['user without content', { messages: [{ role: 'user' }, user('x')] }],
  ['unknown role', { messages: [user('hi'), { role: 'alien', content: 'x' }] }],
  ['names and unknown fields of messages', { messages: [{ ...user('z'), name: 'bob', foo: 1 }] }],
  ['cache_control of a message', { messages: [{ ...user('z'), cache_control: ephemeral }] }],
  ['cache_control of a part', parts({ type: 'text', text: 'x', cache_control: ephemeral })],
  ['unicode', { messages: [user('Zürich \u{1F600} \u2028 "quoted"')] }],
])

const media = chats('images', 'claude', [
  [
    'data URL as object, string and to be cached',
    parts({ type: 'text', text: 'x' }, image({ url: png, detail: 'low' }, { cache_control: ephemeral }), image(png)),
  ],
  ['https', parts(image({ url: 'https://images.example.com/x.png' }))],
  ['https as string', parts(image('https://images.example.com/x.png'))],
  ['http', parts(image({ url: 'http://images.example.com/x.png' }))],
  ['nonsense', parts(image({ url: 'nonsense' }))],
  ['jpeg and webp', parts(image('data:image/jpeg;base64,/9j/'), image('data:image/webp;base64,UklG'))],
  ['pdf as an image', parts(image('data:application/pdf;base64,AAAA'))],
  ['format beside the url', parts(image({ url: png, format: 'image/webp' }))],
  ['file data', parts({ type: 'file', file: { file_data: 'data:application/pdf;base64,AAAA', filename: 'x.pdf' } })],
  [
    'file data to be cached',
    parts({ type: 'file', file: { file_data: 'data:application/pdf;base64,AAAA' }, cache_control: ephemeral }),
  ],
  ['file id', parts({ type: 'file', file: { file_id: 'file_1' } })],
  ['a document block', parts({ type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x' } })],
  [
    'a document with title and citations',
    parts({
      type: 'document',
      title: 't',
      context: 'c',
      citations: { enabled: true },
      source: { type: 'text', media_type: 'text/plain', data: 'x' },
    }),
  ],
  [
    'audio is dropped',
    parts({ type: 'text', text: 'listen' }, { type: 'input_audio', input_audio: { data: 'x', format: 'wav' } }),
  ],
  [
    'in a tool result',
    {
      tools: [weatherTool],
      messages: [
        user('w?'),
        said('', { tool_calls: [toolCall('t1', '{}')] }),
        {
          role: 'tool',
          tool_call_id: 't1',
          content: [image({ url: 'data:application/pdf;base64,AA' }), image({ url: png })],
        },
      ],
    },
  ],
])

export const messageCases = [
  ...roles,
  ...['claude-sonnet-5', 'claude-opus-5', 'claude-opus-4-8', 'claude-opus-4-7', 'claude-unknown'].flatMap(model =>
    chats(`messages/${model}`, model, [
      ['system in mid-conversation', { messages: interrupted }],
      ['system between tool turns', { tools: [weatherTool], messages: betweenToolTurns }],
    ]),
  ),
  ...media,
]
