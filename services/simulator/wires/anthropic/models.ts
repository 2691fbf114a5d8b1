import type { Endpoint } from '../wire.ts'

const models = [
  ['claude-opus-5', 'Claude Opus 5', '2026-03-01T00:00:00Z'],
  ['claude-sonnet-4-5-20250929', 'Claude Sonnet 4.5', '2025-09-29T00:00:00Z'],
  ['claude-haiku-4-5-20251001', 'Claude Haiku 4.5', '2025-10-15T00:00:00Z'],
].map(([id = '', display_name = '', created_at = '']) => ({ type: 'model', id, display_name, created_at }))

/** `GET /v1/models` with the header `anthropic-version`. */
export const listModels: Endpoint = () => {
  const ends = { first_id: models.at(0)?.id ?? null, last_id: models.at(-1)?.id ?? null }
  return { kind: 'whole', body: { data: models, has_more: false, ...ends }, pieces: 1 }
}
