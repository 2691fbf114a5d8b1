/** Embeddings of the prefixes that LiteLLM asks by a class of their own, and of pictures. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { answer } from '../answers.ts'
import type { ParityCase, Row } from '../case.ts'
import { embeddingsOf, png } from '../case.ts'
import { mixed, named, ofAll, tokens } from './embeddings.ts'

const prefixes = ['azure-ai', 'databricks', 'like', 'comet', 'dashscope', 'perplexity', 'volcengine']

/** Prefixes that share the class of another one above. */
const alike = ['llamafile', 'lm-studio', 'ovh', 'qwencloud', 'eden', 'voyage-context', 'voyage-multimodal']

const few =
  /\/(?:\{"input":(?:"hi"|\["hi","there)|an |no |unknown|usage|[45]\d\d$|too long|our own|nobody|.*(?:drop|foo|extra|user))/

/** No texts at all, for which LiteLLM makes no call at Azure's foundry. */
const isEmpty = /\{"input":(?:""|\[\])\}/

const topic = (name: string): string => `embeddings/more/${name}`
const model = (name: string): string => `embedding-${name}`

const vectors: ScriptedAnswer = answer({
  object: 'list',
  data: [{ object: 'embedding', index: 0, embedding: [0.5, 1] }],
  model: 'm',
  usage: { prompt_tokens: 2, total_tokens: 3 },
})
const given = (body: JsonObject, provider = vectors): Row => [JSON.stringify(body).slice(0, 90), body, { provider }]

const jpeg = 'data:image/jpeg;base64,AAAA'
const mingled: readonly JsonObject[] = [{ input: ['a', png] }, { input: [png, 'a'] }]
const pictures: readonly JsonObject[] = [
  { input: [png] },
  { input: png },
  { input: [png, jpeg], dimensions: 3 },
  { input: ['data:image/png;base64,?'] },
  { input: ['data:nothing'] },
]

const parts = (...content: JsonObject[]): JsonObject => ({ input: [{ content }] })
const multimodal: readonly JsonObject[] = [
  parts({ type: 'text', text: 'a' }, { type: 'image_url', image_url: { url: png } }),
  parts({ type: 'image_url', image_url: 'http://x/a.png' }),
  parts({ type: 'image_url', image_url: {} }),
  parts({ type: 'image_base64', image_base64: png }, { type: 'video_url', video_url: 'http://x/a.mp4' }),
  { input: ['a', { content: [] }, { z: 1 }], input_type: 'query', truncation: false },
]
const documents: readonly JsonObject[] = [
  { input: [['a', 'b'], ['c']] },
  { input: ['a', 'b'], input_type: 'query' },
  { input: 'a', input_type: 'document', dimensions: 256 },
]

const cohereVectors = answer({ id: 'e', embeddings: { float: [[1, 2]] }, meta: { billed_units: { images: 3 } } })

export const moreEmbeddingCases: readonly ParityCase[] = [
  ...prefixes.flatMap(name => [
    ...ofAll(topic(name), model(name)).filter(({ name: each }) => name !== 'azure-ai' || !isEmpty.test(each)),
    ...embeddingsOf(topic(name), model(name), [...tokens, ...mixed].map(named)),
  ]),
  ...alike.flatMap(name => ofAll(topic(name), model(name)).filter(({ name: each }) => few.test(each))),
  ...embeddingsOf(
    `${topic('azure-ai')}/pictures`,
    model('azure-ai'),
    pictures.map(body => given(body)),
  ),
  ...embeddingsOf(
    `${topic('jina')}/pictures`,
    model('jina'),
    [...pictures, ...mingled].map(body => given(body)),
  ),
  ...embeddingsOf(
    `${topic('cohere')}/pictures`,
    model('cohere'),
    [...pictures, ...mingled].map(body => given(body, cohereVectors)),
  ),
  ...embeddingsOf(
    `${topic('voyage')}/multimodal`,
    model('voyage-multimodal'),
    multimodal.map(body => given(body)),
  ),
  ...embeddingsOf(
    `${topic('voyage')}/documents`,
    model('voyage-context'),
    documents.map(body => given(body)),
  ),
]
