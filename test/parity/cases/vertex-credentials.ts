/** Who is let in at Vertex AI, and where it is looked for. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { anthropicAnswer, answer, data, openaiAnswer, stream } from '../answers.ts'
import { anthropicMessages, chats, type Row } from '../case.ts'

const withAccount = (name: string, deployment: JsonObject, body: JsonObject = {}): Row => [
  name,
  body,
  { deployment: { vertex_credentials: 'ACCOUNT', ...deployment } },
]

const rows: readonly Row[] = [
  withAccount('a service account', {}),
  withAccount('the project is the account’s', { vertex_project: null }),
  withAccount('no location', { vertex_location: null }),
  withAccount('the older names', {
    vertex_project: null,
    vertex_location: null,
    vertex_ai_project: 'old-project',
    vertex_ai_location: 'us-east5',
  }),
  withAccount('the global location', { vertex_location: 'global' }),
  withAccount('a location that is none', { vertex_location: 'evil.example/' }),
  withAccount('a base with a version', { api_base: 'ORIGIN/v1' }),
  withAccount('a base with another version', { api_base: 'ORIGIN/v1beta1' }),
  withAccount('a base with a path', { api_base: 'ORIGIN/gateway/publishers/google/models/m' }),
  withAccount('a project of the client’s', {}, { vertex_project: 'mine' }),
  withAccount('a location of the client’s', {}, { extra_body: { vertex_ai_location: 'mine' } }),
  withAccount('an account of the client’s', {}, { vertex_credentials: '{}' }),
  withAccount('a refused account', { vertex_credentials: 'ACCOUNT/refused' }),
  withAccount('a refused account, streamed', { vertex_credentials: 'ACCOUNT/refused' }, { stream: true }),
  withAccount('a disabled account', { vertex_credentials: 'ACCOUNT/disabled' }),
  withAccount('a refusal without a description', { vertex_credentials: 'ACCOUNT/scopeless' }),
  withAccount('a page instead of a token', { vertex_credentials: 'ACCOUNT/page' }),
  withAccount('an answer without a token', { vertex_credentials: 'ACCOUNT/tokenless' }),
  withAccount('credentials that are no JSON', { vertex_credentials: '{"type": "service_account"' }),
  withAccount('credentials that lack a field', {
    vertex_credentials: '{"type":"service_account","client_email":"a@b.c","private_key":"x"}',
  }),
  withAccount('a key that is none', {
    vertex_credentials:
      '{"type":"service_account","client_email":"a@b.c","private_key":"x","token_uri":"https://a.invalid"}',
  }),
]

const failing = withAccount('a failing token endpoint', { vertex_credentials: 'ACCOUNT/failing' })

const answered =
  (provider: ScriptedAnswer) =>
  (row: Row): Row => [row[0], row[1], { provider, ...row[2] }]
const gemini = answer({
  candidates: [{ content: { role: 'model', parts: [{ text: 'Hello' }] }, finishReason: 'STOP' }],
  usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 2, totalTokenCount: 3 },
  responseId: 'response-1',
})

const streamed: Row = [
  'a base with a path, streamed',
  { stream: true },
  {
    deployment: { vertex_credentials: 'ACCOUNT', api_base: 'ORIGIN/gateway/publishers/google/models/m' },
    provider: stream([
      data({
        candidates: [{ content: { parts: [{ text: 'Hello' }] }, finishReason: 'STOP' }],
        responseId: 'response-1',
      }),
    ]),
  },
]

export const vertexCredentialCases = [
  // The endpoint is asked three times, with pauses in between.
  ...chats('vertex credentials/gemini', 'vertex-gemini', [...rows, failing, streamed].map(answered(gemini))),
  ...chats('vertex credentials/claude', 'vertex-claude', rows.map(answered(anthropicAnswer()))),
  ...['vertex-llama', 'vertex-mistral'].flatMap(model =>
    chats(`vertex credentials/${model}`, model, rows.map(answered(openaiAnswer()))),
  ),
  ...anthropicMessages('vertex credentials/messages', 'vertex-claude', rows.map(answered(anthropicAnswer()))),
]
