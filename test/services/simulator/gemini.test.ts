import t from 'tap'
import { dataOf, endpoints, startSimulator } from './harness.ts'

const { gemini } = endpoints
const tools = [
  {
    functionDeclarations: [
      { name: 'look_up', parameters: { type: 'OBJECT', properties: { city: { type: 'STRING' } } } },
    ],
  },
]

void t.test('generateContent', async t => {
  const { post } = await startSimulator(t)
  t.match(await (await post(gemini.path, gemini.body('Hello'))).json(), {
    candidates: [
      {
        content: { parts: [{ text: 'Simulated answer of gemini-3-pro to: Hello' }], role: 'model' },
        finishReason: 'STOP',
        index: 0,
      },
    ],
    usageMetadata: { promptTokenCount: 2, candidatesTokenCount: 11, totalTokenCount: 13 },
    modelVersion: 'gemini-3-pro',
  })
  t.match(await (await post(gemini.path, { ...gemini.body('[sim:tool]'), tools })).json(), {
    candidates: [{ content: { parts: [{ functionCall: { name: 'look_up', args: { city: 'Paris' } } }] } }],
  })
  t.match(await (await post(gemini.path, gemini.body('[sim:thinking]'))).json(), {
    candidates: [{ content: { parts: [{ thought: true }, { text: /^Simulated/ }] } }],
    usageMetadata: { thoughtsTokenCount: 22 },
  })
  const refusal = await (await post(gemini.path, gemini.body('[sim:refusal]'))).json()
  t.same((refusal as { candidates: unknown }).candidates, [{ finishReason: 'SAFETY', index: 0 }])
  t.match(await (await post(gemini.path, gemini.body('[sim:length]'))).json(), {
    candidates: [{ finishReason: 'MAX_TOKENS' }],
  })
  const config = {
    responseMimeType: 'application/json',
    responseSchema: { type: 'OBJECT', properties: { n: { type: 'INTEGER' } } },
  }
  t.match(await (await post(gemini.path, { ...gemini.body('x'), generationConfig: config })).json(), {
    candidates: [{ content: { parts: [{ text: '{"n":1}' }] } }],
  })
  t.match(await (await post('/v1beta/models/g:countTokens', gemini.body('12345678'))).json(), { totalTokens: 2 })
  t.equal((await post('/v1beta/models/g:fly', gemini.body('x'))).status, 404)
})

void t.test('streamGenerateContent, as events and as an array', async t => {
  const { post } = await startSimulator(t)
  const chunks = dataOf(await (await post(gemini.streamPath, gemini.body('Hello'))).text()) as {
    candidates: { content: { parts: { text: string }[] } }[]
  }[]
  const text = chunks.map(chunk => chunk.candidates[0]?.content.parts[0]?.text).join('')
  t.equal(text, 'Simulated answer of gemini-3-pro to: Hello')
  t.match(chunks.at(-1), { candidates: [{ finishReason: 'STOP' }], usageMetadata: { candidatesTokenCount: 11 } })

  const arrayPath = '/v1beta/models/gemini-3-pro:streamGenerateContent?key=k'
  const array = (await (await post(arrayPath, gemini.body('Hello'))).json()) as unknown[]
  t.equal(array.length, chunks.length)
  const failed = await post(arrayPath, gemini.body('[sim:midstream-error:0]'))
  t.match(await failed.json(), [{ error: { code: 503, status: 'UNAVAILABLE' } }])
})

void t.test('embeddings, one and many', async t => {
  const { post } = await startSimulator(t)
  const content = { parts: [{ text: 'Hello' }] }
  const one = await (await post('/v1beta/models/g:embedContent?key=k', { content, outputDimensionality: 3 })).json()
  const vector = (one as { embedding: { values: number[] } }).embedding.values
  t.equal(vector.length, 3)
  const requests = [{ content, outputDimensionality: 3 }, { content }]
  t.match(await (await post('/v1beta/models/g:batchEmbedContents?key=k', { requests })).json(), {
    embeddings: [{ values: vector }, { values: { length: 3072 } }],
  })
  t.equal((await post('/v1beta/models/g:batchEmbedContents?key=k', { requests: [] })).status, 400)
})
