/** Azure, asked by what Entra ID grants for a token that stands for a client, and by tokens as they are. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { anthropicAnswer } from '../answers.ts'
import { callsOf, chats, embeddingsOf, type ParityCase, type Row } from '../case.ts'

/** Both backends keep tokens: each case has a client of its own. */
const as = (client: string, more: JsonObject = {}): JsonObject => ({
  api_key: null,
  tenant_id: 'tenant-1',
  client_id: client,
  azure_ad_token: 'oidc/env/PARITY_TOKEN',
  ...more,
})

const rows = (kind: string, always: Partial<ParityCase> = {}): readonly Row[] => {
  const row = (name: string, params: JsonObject = {}, also: Partial<ParityCase> = {}): Row => [
    name,
    {},
    { deployment: as(`${kind} ${name}`.replaceAll(' ', '-'), params), ...always, ...also },
  ]
  return [
    row('a token for a client'),
    row('kept', {}, { times: 2 }),
    row('a scope', { azure_scope: 'https://ai.azure.com/.default' }),
    row('not let in', { azure_ad_token: 'oidc/env/PARITY_TOKEN_INVALID' }),
    row('a scope that is none', { azure_scope: 'x' }),
    row('no such variable', { azure_ad_token: 'oidc/env/NOBODY' }),
    row('no such source', { azure_ad_token: 'oidc/nobody/x' }),
    row('a token', { azure_ad_token: 'ad-token' }),
  ]
}

const keyed: readonly Row[] = [
  ['and a key', {}, { deployment: as('keyed', { api_key: 'sk-provider' }) }],
  ['and a key, v1', {}, { deployment: as('keyed-v1', { api_key: 'sk-provider', api_version: 'v1' }) }],
  ['v1', {}, { deployment: as('v1', { api_version: 'v1' }) }],
  ['nobody', {}, { deployment: as('x', { tenant_id: null }) }],
  ['streamed', { stream: true }, { deployment: as('streamed') }],
  [
    'streamed, not let in',
    { stream: true },
    { deployment: as('streamed-invalid', { azure_ad_token: 'oidc/env/PARITY_TOKEN_INVALID' }) },
  ],
]

export const azureEntraCases: readonly ParityCase[] = [
  ...chats('azure/entra', 'azure', [...rows('chat'), ...keyed]),
  ...callsOf('/v1/responses', 'azure/entra/responses', { model: 'azure', input: 'hi' }, rows('responses')),
  ...embeddingsOf('azure/entra/embeddings', 'embedding-azure', rows('embedding')),
  ...chats('azure/entra/foundry', 'azure_ai', rows('foundry')),
  ...chats('azure/entra/foundry claude', 'azure-claude', rows('claude', { provider: anthropicAnswer() })),
  ...embeddingsOf('azure/entra/foundry embeddings', 'embedding-azure-ai', rows('foundry-embedding')),
]
