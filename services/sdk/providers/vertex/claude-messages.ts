/** `/v1/messages` for Claude at Vertex AI: what the client wrote, without the model, under Google's address and token. */
import { hasTrait } from '../anthropic/models.ts'
import { passthroughBody } from '../anthropic/passthrough.ts'
import { withoutBilling, withoutScopes, withSystemPlaced } from '../anthropic/passthrough-system.ts'
import { asObject, asString, objectsOf, omit } from '../json.ts'
import { requestHeaders } from '../parameters.ts'
import { type JsonObject, type ProviderRequest, RequestFault, type Target } from '../translator.ts'
import { contextBetas, knownBetas, searchesTools, searchesWeb } from './claude-betas.ts'
import { claudeUrl, sanitised, vertexVersion } from './claude.ts'
import { renamedRefusal } from './errors.ts'

/** The request; `client` are the client's headers, lower case. */
export function claudeMessagesRequest(
  body: JsonObject,
  target: Target,
  client: Readonly<Record<string, unknown>>,
): ProviderRequest {
  const outgoing = bodyOf(body, target)
  const version = client['anthropic-version']
  const { 'anthropic-beta': given = '', ...own } = { ...target.headers, ...requestHeaders(body) }
  const betas = knownBetas([
    ...(asString(client['anthropic-beta'] as string) ?? given).split(','),
    ...neededBetas(outgoing),
  ])
  return {
    url: claudeUrl(target, body['stream'] === true),
    headers: {
      ...own,
      'content-type': 'application/json',
      ...(typeof version === 'string' ? { 'anthropic-version': version } : {}),
      ...(betas.length > 0 ? { 'anthropic-beta': betas.join(',') } : {}),
    },
    body: { ...outgoing, anthropic_version: vertexVersion },
  }
}

function bodyOf(body: JsonObject, target: Target): JsonObject {
  try {
    const { model: _, ...given } = passthroughBody(body, target, false)
    const thinking = asObject(given['thinking'])
    const unbound = thinking?.['type'] === 'adaptive' ? { thinking: omit(thinking, ['block_binding']) } : {}
    return sanitised(placed({ ...given, ...unbound }, target.model), target.model)
  } catch (fault) {
    throw fault instanceof RequestFault ? renamedRefusal(fault) : fault
  }
}

function neededBetas(body: JsonObject): string[] {
  return [
    ...contextBetas(body),
    ...(searchesWeb(body) ? ['web-search-2025-03-05'] : []),
    ...(searchesTools(body) ? ['tool-search-tool-2025-10-19'] : []),
    ...(body['safeguards'] === undefined ? [] : ['dangerous-tool-use-2026-09-03']),
    ...(objectsOf(body['messages']).some(message => 'output_config' in message) ? ['per-turn-control-2026-07-01'] : []),
  ]
}

const placed = (body: JsonObject, model: string): JsonObject =>
  withoutScopes(withSystemPlaced(withoutBilling(body), hasTrait(model, 'midConversationSystem')))
