/** IBM watsonx: where it is asked, and as whom. */
import { asString } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import type { JsonObject, ProviderFault, Target, TokenGrant } from '../translator.ts'

/** What LiteLLM asks for where nothing is configured. */
const usualVersion = '2024-03-13'
const usualIam = 'https://iam.cloud.ibm.com/identity/token'

/** Parameters of a deployment that say where and as whom; none is for the model. */
export const places = (
  'project_id watsonx_project space_id region region_name watsonx_region watsonx_region_name zen_api_key iam_url ' +
  'apikey url wx_credentials watsonx_credentials watsonx_token'
).split(' ')

/** The address of an endpoint, or of a deployment's own. */
export function watsonxUrl({ apiBase, apiVersion, model }: Target, endpoint: string): string {
  const deployment = deploymentOf(model)
  const path = deployment === undefined ? '' : `/deployments/${deployment}`
  return `${apiBase.replace(/\/+$/, '')}/ml/v1${path}/text/${endpoint}?version=${apiVersion ?? usualVersion}`
}

const deploymentOf = (model: string): string | undefined => /^deployment\/(.*)$/s.exec(model)?.[1]

/** The model and whose it is; a deployment knows both. Throws LiteLLM's refusal where nobody is named. */
export function owner(target: Target, own: JsonObject): JsonObject {
  if (deploymentOf(target.model) !== undefined) return {}
  const said = { ...target.defaults, ...own }
  const project = said['project_id'] ?? said['watsonx_project']
  const space = said['space_id']
  if (project === undefined && space === undefined) throw unowned(target)
  return { model_id: target.model, ...(project === undefined ? { space_id: space } : { project_id: project }) }
}

function unowned(target: Target): ProviderFault {
  const name = target.provider === 'watsonx' ? 'WatsonxException' : 'Watsonx_textException'
  const told =
    'Error: Watsonx project_id and space_id not set. Set WX_PROJECT_ID or WX_SPACE_ID in environment variables or pass ' +
    'in as a parameter.'
  return litellmFault('AuthenticationError', 401, `${name} - ${told}`, target)
}

/** The headers of a call, or the grant of a token for them. A client may name neither token nor key. */
export function letIn({ defaults, apiKey }: Target): { headers: Record<string, string>; grant?: TokenGrant } {
  const token = asString(defaults['token'])
  const zen = asString(defaults['zen_api_key'])
  if (token !== undefined) return { headers: { authorization: `Bearer ${token}` } }
  if (zen !== undefined) return { headers: { authorization: `ZenApiKey ${zen}` } }
  const form = { grant_type: 'urn:ibm:params:oauth:grant-type:apikey', apikey: apiKey ?? '' }
  const url = asString(defaults['iam_url']) ?? usualIam
  return { headers: {}, grant: { url, headers: { accept: 'application/json' }, form } }
}
