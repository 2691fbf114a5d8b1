/** The models of providers with an API of their own, and what their deployments need besides an address and a key. */
import path from 'node:path'
import { writeFile } from '../support/files.ts'
import type { JsonObject } from '../../services/simulator/json.ts'
import { serviceAccount } from '../support/google-account.ts'

/** Model names by what LiteLLM is told about them. */
export const nativeModels: Readonly<Record<string, string>> = {
  watsonx: 'watsonx/ibm/granite-3-8b-instruct',
  'watsonx-deployment': 'watsonx/deployment/abc-123',
  'watsonx-text': 'watsonx_text/ibm/granite-13b-chat-v2',
  codestral: 'codestral/codestral-latest',
  'codestral-fim': 'text-completion-codestral/codestral-latest',
  'inception-fim': 'text-completion-inception/mercury-coder',
  'cohere-v1': 'cohere/v1/command-r',
  predibase: 'predibase/llama-3-8b-instruct',
  'nlp-cloud': 'nlp_cloud/chatdolphin',
  triton: 'triton/llama',
  petals: 'petals/petals-team/StableBeluga2',
  oobabooga: 'oobabooga/mythomax',
  ai21: 'ai21/j2-ultra',
  oci: 'oci/meta.llama-3.3-70b-instruct',
  gigachat: 'gigachat/GigaChat-2-Max',
  langgraph: 'langgraph/agent',
  'sagemaker-text': 'sagemaker/some-endpoint',
  langflow: 'langflow/flow-1',
}

type Params = (origin: string) => JsonObject

const params: Readonly<Record<string, Params>> = {
  watsonx: origin => ({ api_base: origin, project_id: 'project-1', zen_api_key: 'zen-1' }),
  watsonx_text: origin => ({ api_base: origin, project_id: 'project-1', zen_api_key: 'zen-1' }),
  'text-completion-codestral': origin => ({ api_base: `${origin}/v1/fim/completions` }),
  predibase: origin => ({ api_base: origin, predibase_tenant_id: 'tenant-1' }),
  nlp_cloud: origin => ({ api_base: `${origin}/v1/gpu/` }),
  triton: origin => ({ api_base: `${origin}/v2/models/llama/generate` }),
  petals: origin => ({ api_base: `${origin}/api/v1/generate` }),
  oobabooga: origin => ({ api_base: origin }),
  gigachat: origin => ({ api_base: `${origin}/api/v1`, gigachat_access_token: 'token-1' }),
  oci: origin => ({
    api_base: origin,
    oci_user: 'user-1',
    oci_fingerprint: 'aa:bb',
    oci_tenancy: 'tenancy-1',
    oci_compartment_id: 'compartment-1',
    oci_key: serviceAccount('')['private_key'],
  }),
  langgraph: origin => ({ api_base: origin }),
  langflow: origin => ({ api_base: origin }),
}

/** Token endpoints that LiteLLM takes from the environment alone. */
export function nativeVariables(origin: string): Record<string, string> {
  return {
    WATSONX_IAM_URL: `${origin}/identity/token`,
    GIGACHAT_AUTH_URL: `${origin}/api/v2/oauth`,
    BEDROCK_MANTLE_API_BASE: `${origin}/v1`,
    AZURE_AUTHORITY_HOST: origin,
    PARITY_TOKEN: 'a token of somebody',
    PARITY_TOKEN_INVALID: 'an invalid token',
  }
}

/** Who has signed in at GitHub Copilot: LiteLLM keeps that in files. */
export function copilotVariables(home: string): Record<string, string> {
  const folder = path.join(home, 'copilot')
  writeFile(folder, 'api-key.json', JSON.stringify({ token: 'copilot-key', expires_at: 4_000_000_000 }))
  return { GITHUB_COPILOT_TOKEN_DIR: folder }
}

/** `litellm_params` that a model's deployments have on top of the usual ones. */
export function nativeParams(model: string, origin: string): JsonObject {
  if (model.startsWith('cohere/v1/')) return { api_base: `${origin}/v1/chat` }
  const [provider = ''] = model.split('/', 1)
  return Object.hasOwn(params, provider) ? (params[provider]?.(origin) ?? {}) : {}
}
