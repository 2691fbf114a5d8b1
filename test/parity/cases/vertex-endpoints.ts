/** Models at Vertex AI that are endpoints with a number: Gemini's that somebody has tuned. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { data, geminiAnswer, stream } from '../answers.ts'
import { chats, png, user, weatherTool, type Row } from '../case.ts'

const chunk: JsonObject = {
  candidates: [{ content: { role: 'model', parts: [{ text: 'Hello' }] }, finishReason: 'STOP' }],
  responseId: 'response-1',
}
const plain = { provider: geminiAnswer() }

const bodies: readonly JsonObject[] = [
  {},
  { temperature: 0.3, top_p: 0.5, max_tokens: 9, stop: ['a'] },
  { max_completion_tokens: 9, n: 2, seed: 3 },
  { tools: [weatherTool], tool_choice: 'required' },
  { response_format: { type: 'json_object' } },
  { reasoning_effort: 'low' },
  { reasoning_effort: 'low', drop_params: true },
  { top_k: 3 },
  { messages: [{ role: 'system', content: 'S' }, user('hi')] },
  { messages: [user([{ type: 'image_url', image_url: { url: png } }])] },
]

const rows: readonly Row[] = [
  ...bodies.map((body): Row => [JSON.stringify(body), body, plain]),
  ['a stream', { stream: true }, { provider: stream([data(chunk)]) }],
]

export const vertexEndpointCases = [
  ...chats(
    'vertex endpoints/number',
    'vertex-gemini',
    rows.map(([name, body, more]): Row => [name, body, { ...more, deployment: { model: 'vertex_ai/1234567890' } }]),
  ),
  ...chats(
    'vertex endpoints/gemini',
    'vertex-gemini',
    rows.map(([name, body, more]): Row => [
      name,
      body,
      { ...more, deployment: { model: 'vertex_ai/gemini/1234567890' } },
    ]),
  ),
]
