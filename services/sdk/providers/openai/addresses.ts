/** Where the chat completions of a deployment are: most have them right below their base, some make sure of more. */
import { azureAiAddress } from './azure-ai.ts'
import { databricksAddress } from './databricks.ts'
import { NotServed, type Target } from '../translator.ts'

const ending = 'chat/completions'

type Address = (base: string, target: Target) => string

const below = (base: string): string => (base.endsWith(`/${ending}`) ? base : `${base}/${ending}`)

/** Below a `/v1`, which is put there where it is missing. */
const belowVersion = (base: string): string => {
  if (base.endsWith(`/${ending}`)) return base
  return base.endsWith('/v1') ? `${base}/${ending}` : `${base}/v1/${ending}`
}

const own: Readonly<Record<string, Address>> = {
  azure_ai: (_, target) => azureAiAddress(target, ending),
  cloudflare: base => below(base.replace(/\/ai\/run$/, '/ai/v1')),
  cometapi: base => {
    if (base.includes(ending)) return base
    return base.replace(/^.*?\/\//, '').includes('/v1') ? `${base}/${ending}` : `${base}/v1/${ending}`
  },
  databricks: databricksAddress,
  datarobot: dataRobot,
  gradient_ai: base => (base === 'https://inference.do-ai.run' ? `${base}/v1/${ending}` : `${base}/api/v1/${ending}`),
  heroku: base => (base.endsWith(`/v1/${ending}`) ? base : `${base}/v1/${ending}`),
  huggingface: belowVersion,
  minimax: belowVersion,
  ovhcloud: base => `${base}/${ending}`,
  ragflow: (base, { model }) => {
    const { kind, id } = ragFlowModel(model)
    return `${base.replace(/(?:\/api)?\/v1$/, '')}/api/v1/${kind}s_openai/${encodeURIComponent(id)}/${ending}`
  },
}

/** The address of chat completions. */
export function chatAddress(target: Target): string {
  const base = target.apiBase.replace(/\/+$/, '')
  const address = Object.hasOwn(own, target.provider) ? own[target.provider] : undefined
  return (address ?? below)(base, target)
}

/** Clarifai's name of `owner.app.model`. */
export function clarifaiName(model: string): string {
  const [, owner, app, id] = /^([^.]*)\.([^.]*)\.([^.]*)$/.exec(model) ?? []
  if (owner === undefined || app === undefined || id === undefined) {
    throw new NotServed(`The sdk backend does not know what ${model} is at Clarifai.`)
  }
  return `https://clarifai.com/${owner}/${app}/models/${id}`
}

/** What a model of RAGFlow's says: `chat/<id>/<model>` or `agent/<id>/<model>`. */
export function ragFlowModel(model: string): { kind: string; id: string; name: string } {
  const [, kind, id, name] = /^(chat|agent)\/([^/]+)\/(.+)$/.exec(model) ?? []
  if (kind === undefined || id === undefined || name === undefined) {
    throw new NotServed(`The sdk backend does not know what ${model} is at RAGFlow.`)
  }
  return { kind, id, name }
}

/** DataRobot's gateway, or a deployment of one's own, which is a path already. */
function dataRobot(base: string): string {
  const url = new URL(base)
  const gateway = '/genai/llmgw/chat/completions'
  const path = url.pathname
  const dedicated = path.includes('api/v2/deployments')
  if (path === '/') url.pathname = `/api/v2${gateway}/`
  else if (!dedicated && path.includes('api/v2') && !path.includes(gateway)) url.pathname = `${path}${gateway}/`
  else if (!path.endsWith('/')) url.pathname = `${path}/`
  return url.href
}

/** Whether an address is a host's, or below it. */
export function isWithin(base: string, host: string): boolean {
  const name = URL.parse(base)?.hostname ?? ''
  return name === host || name.endsWith(`.${host}`)
}
