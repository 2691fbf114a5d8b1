/**
 * What the sdk backend does. The gateway sends everything else to binary whatever the weight; the worker registers
 * exactly these routes, `:model` standing for any name (a test holds the two together). A model or parameter it does not do, it declines by itself.
 */
export const sdkRoutes = [
  'POST /chat/completions',
  'POST /v1/chat/completions',
  'POST /completions',
  'POST /v1/completions',
  'POST /engines/:model/completions',
  'POST /openai/deployments/:model/completions',
  'POST /embeddings',
  'POST /v1/embeddings',
  'POST /engines/:model/embeddings',
  'POST /openai/deployments/:model/embeddings',
  'POST /v1/messages',
  'POST /v1/messages/count_tokens',
  'POST /responses',
  'POST /v1/responses',
  'GET /models',
  'GET /v1/models',
  'GET /models/:model',
  'GET /v1/models/:model',
  'GET /v1/model/info',
  'GET /model/info',
  'GET /model_group/info',
  'GET /health',
  'GET /health/liveliness',
  'GET /health/liveness',
  'GET /health/readiness',
  'GET /memory-routing/info',
] as const

const served = new Set<string>(sdkRoutes)

/** Routes with a name in their path, which is one segment. */
const patterns = sdkRoutes
  .filter(route => route.includes(':'))
  .map(route => new RegExp(`^${route.replace(/:\w+/, '[^/]+')}$`))

/** Whether the sdk backend serves a method at a path (without its query). A HEAD is served where a GET is. */
export function sdkServes(method: string, path: string): boolean {
  const route = `${method === 'HEAD' ? 'GET' : method} ${path}`
  return served.has(route) || patterns.some(pattern => pattern.test(route))
}

/** The label of a route in metrics and logs: a name from this list, so that paths cannot multiply series. */
export function routeLabel(path: string): string {
  return labels.find(([pattern]) => pattern.test(path))?.[1] ?? 'other'
}

const labels: readonly (readonly [RegExp, string])[] = [
  [/\/chat\/completions$/, 'chat_completions'],
  [/\/messages\/count_tokens$/, 'count_tokens'],
  [/\/messages$/, 'messages'],
  [/\/responses(?:\/|$)/, 'responses'],
  [/\/embeddings$/, 'embeddings'],
  [/\/completions$/, 'completions'],
  [/\/models(?:\/|$)/, 'models'],
  [/^\/(?:v1\/)?model(?:_group)?\/info$/, 'model_info'],
  [/^\/health(?:\/|$)/, 'health'],
  [/^\/memory-routing\/info$/, 'memory_routing'],
]
