/** Pictures and files given by their addresses: who fetches them, and what is said where that fails. */
import { asText, type JsonObject } from '../../../services/simulator/json.ts'
import { data, geminiAnswer, stream } from '../answers.ts'
import {
  anthropicMessages,
  callsOf,
  chats,
  type ParityCase,
  type Row,
  toolCall,
  user,
  web,
  weatherTool,
} from '../case.ts'

const image = (url: string, more: JsonObject = {}): JsonObject => ({ type: 'image_url', image_url: { url, ...more } })
const file = (url: string, more: JsonObject = {}): JsonObject => ({ type: 'file', file: { file_id: url, ...more } })
const asked = (...parts: JsonObject[]): JsonObject => ({ messages: [user([{ type: 'text', text: 'see' }, ...parts])] })

/** Who takes pictures, one model of each way. */
const models = [
  'claude',
  'bedrock',
  'bedrock-nova',
  'bedrock-invoke',
  'vertex-claude',
  'vertex-gemini',
  'gemini',
  'gemini-3',
  'ollama',
  'ollama-chat',
  'gpt',
] as const

const history = (content: JsonObject['content']): JsonObject => ({
  tools: [weatherTool],
  messages: [
    user('hi'),
    { role: 'assistant', content: null, tool_calls: [toolCall('call_abcdefghijklmnopqrstuvwx', '{"city":"Bonn"}')] },
    { role: 'tool', tool_call_id: 'call_abcdefghijklmnopqrstuvwx', content },
  ],
})

const geminiStream = stream([
  data({
    candidates: [{ content: { role: 'model', parts: [{ text: 'Hello' }] }, finishReason: 'STOP', index: 0 }],
    usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 2, totalTokenCount: 12 },
    modelVersion: 'gemini-real',
    responseId: 'gemini-response-1',
  }),
])

/** Gemini's ids are like nothing else, and its limits count what was asked before: its cases have both of their own. */
function scripted(cases: readonly ParityCase[]): ParityCase[] {
  return cases.map(one => {
    const { body } = one
    if (typeof body !== 'object' || !asText(body['model']).includes('gemini')) return one
    return { ...one, deployment: {}, provider: body['stream'] === true ? geminiStream : geminiAnswer() }
  })
}

const foreign = (url: string): Row => [
  "Anthropic's missing image",
  asked({ type: 'image', source: { type: 'url', url } }),
]

/** Files have names of their own by model and case: both backends keep what they have fetched. */
function casesFor(model: string): ParityCase[] {
  const at = (path: string): string => web + path.replace('/', `/${model}-`)
  return chats(`remote media/${model}`, model, [
    ['a PNG', asked(image(at('files/a.png')))],
    ['a JPEG', asked(image(at('files/a.jpg')))],
    ['a GIF', asked(image(at('files/a.gif')))],
    ['a WebP', asked(image(at('files/a.webp')))],
    ['a bare address', asked({ type: 'image_url', image_url: at('files/bare.png') })],
    ['a detail', asked(image(at('files/detail.png'), { detail: 'low' }))],
    ['a format that is given', asked(image(at('files/format.png'), { format: 'image/webp' }))],
    ['a PDF as an image', asked(image(at('files/a.pdf')))],
    ['a film', asked(image(at('files/a.mp4')))],
    ['a type that is no image', asked(image(at('files/a.html')))],
    ['parameters of a type', asked(image(at('files/a.txt')))],
    ['a drawing', asked(image(at('files/a.svg')))],
    ['no type but an ending', asked(image(at('untyped/a.webp')))],
    ['no type but a query', asked(image(`${at('untyped/a.png')}?size=1&of=x`))],
    ['no type but first bytes', asked(image(`${at('untyped/a.gif')}?as=any.thing`))],
    ['no type at all', asked(image(at('untyped/a.none')))],
    ['a stream of octets', asked(image(at('octets/a.png')))],
    ['a binary stream', asked(image(`${at('binary/a.jpg')}?x=y`))],
    ['zipped on the way', asked(image(at('zipped/a.png')))],
    ['two at once, one twice', asked(image(at('files/1.png')), image(at('files/2.png')), image(at('files/1.png')))],
    ['in a stream', { stream: true, ...asked(image(at('files/s.png'))) }],
    ['moved', asked(image(at('moved/a.png')))],
    ['moved to where nobody may go', asked(image(at('gone/a.png')))],
    ['moved without a word', asked(image(at('astray/a.png')))],
    ['moved for ever', asked(image(at('circling/a.png')))],
    ['missing', asked(image(at('missing/a.png')))],
    ['missing, in a stream', { stream: true, ...asked(image(at('missing/b.png'))) }],
    ['forbidden', asked(image(at('forbidden/a.png')))],
    ['failing', asked(image(at('failing/a.png')))],
    ['another good status', asked(image(at('created/a.png')))],
    ['a connection that breaks', asked(image(at('reset/a.png')))],
    ['too large', asked(image(at('large/a.png')))],
    ['too large, told late', asked(image(at('endless/a.png')))],
    ['a host that is not allowed', asked(image('http://127.0.0.2/a.png'))],
    ['a host that is not allowed, https', asked(image('https://10.1.2.3/a.png'))],
    ['a host nobody knows', asked(image('http://nowhere.invalid/a.png'))],
    ['a host nobody knows, in a stream', { stream: true, ...asked(image('https://nowhere.invalid/a')) }],
    ['no host', asked(image('http:///a.png'))],
    ['a file', asked(file(at('files/f.pdf')))],
    ['a file with a format', asked(file(at('files/g.pdf'), { format: 'application/pdf' }))],
    ['a file without an ending', asked(file(at('untyped/f.none')))],
    ['a file with a name', asked(file(at('files/h.pdf'), { filename: 'h.pdf' }))],
    ['a text as a file', asked(file(at('files/f.txt')))],
    ['an image as a file', asked(file(at('files/f.png')))],
    ['a file that is missing', asked(file(at('missing/f.pdf')))],
    ['a file as data that is an address', asked({ type: 'file', file: { file_data: at('files/i.pdf') } })],
    ['a file as data that is missing', asked({ type: 'file', file: { file_data: at('missing/i.pdf') } })],
    ['a file on the www', asked(file('www.nowhere.invalid/a.pdf'))],
    ['an image of a tool', history([{ type: 'text', text: 'see' }, image(at('files/t.png'))])],
    ['a missing image of a tool', history([{ type: 'text', text: 'see' }, image(at('missing/t.png'))])],
    ['a file of a tool', history([{ type: 'file', file: { file_data: at('files/t.pdf') } }])],
    ['an image and a bad parameter', { ...asked(image(at('files/bad.png'))), logit_bias: { 1: 1 } }],
    ["Anthropic's document", asked({ type: 'document', source: { type: 'url', url: at('files/d.pdf') } })],
    ...(model === 'gpt' ? [] : [foreign(at('missing/d.png'))]),
  ])
}

function toolResultsFor(model: string): ParityCase[] {
  const at = (path: string): string => web + path.replace('/', `/${model}-tool-`)
  return chats(`remote media/${model}`, model, [
    ['an input_image of a tool', history([{ type: 'input_image', image_url: at('files/u.png') }])],
    ['a missing input_image of a tool', history([{ type: 'input_image', image_url: at('missing/u.png') }])],
    ['an input_file of a tool', history([{ type: 'input_file', file_data: at('files/u.pdf') }])],
  ])
}

const anthropicImage = (url: string): JsonObject => ({ type: 'image', source: { type: 'url', url } })

function messagesFor(model: string): ParityCase[] {
  const at = (path: string): string => web + path.replace('/', `/m-${model}-`)
  return anthropicMessages(`remote media/messages/${model}`, model, [
    ['an image', asked(anthropicImage(at('files/a.png')))],
    ['an image in a stream', { stream: true, ...asked(anthropicImage(at('files/s.png'))) }],
    ['a document', asked({ type: 'document', source: { type: 'url', url: at('files/a.pdf') } })],
    ['a missing image', asked(anthropicImage(at('missing/a.png')))],
    ['a missing image in a stream', { stream: true, ...asked(anthropicImage(at('missing/s.png'))) }],
    ['a host that is not allowed', asked(anthropicImage('https://10.1.2.3/a.png'))],
    [
      'an image of a tool',
      {
        messages: [
          user('hi'),
          { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'look', input: {} }] },
          user([{ type: 'tool_result', tool_use_id: 'toolu_1', content: [anthropicImage(at('files/t.png'))] }]),
        ],
      },
    ],
  ])
}

const said = (...content: JsonObject[]): JsonObject => ({ input: [{ role: 'user', content }] })

function responsesFor(model: string): ParityCase[] {
  const at = (path: string): string => web + path.replace('/', `/r-${model}-`)
  return callsOf('/v1/responses', `remote media/responses/${model}`, { model }, [
    ['an image', said({ type: 'input_image', image_url: at('files/a.png') })],
    ['an image in a stream', { stream: true, ...said({ type: 'input_image', image_url: at('files/s.png') }) }],
    ['a file', said({ type: 'input_file', file_url: at('files/a.pdf') })],
    ['a missing image', said({ type: 'input_image', image_url: at('missing/a.png') })],
    ['a missing file in a stream', { stream: true, ...said({ type: 'input_file', file_url: at('missing/a.pdf') }) }],
  ])
}

export const remoteMediaCases: readonly ParityCase[] = scripted([
  ...models.flatMap(casesFor),
  ...['azure', 'groq', 'mistral', 'vllm', 'xai', 'openrouter', 'deepseek', 'together'].flatMap(model =>
    chats(`remote media/${model}`, model, [
      ['a file', asked(file(`${web}files/${model}-f.pdf`))],
      ['a file that is missing', asked(file(`${web}missing/${model}-f.pdf`))],
      ['an image', asked(image(`${web}files/${model}-a.png`))],
    ]),
  ),
  ...['bedrock-nova', 'gemini', 'vertex-gemini', 'ollama', 'ollama-chat', 'groq'].flatMap(messagesFor),
  ...['claude', 'bedrock', 'vertex-claude', 'gemini', 'ollama', 'ollama-chat', 'groq'].flatMap(responsesFor),
  ...['gemini', 'gemini-3', 'vertex-gemini'].flatMap(toolResultsFor),
])
