/**
 * What a request may not say. LiteLLM refuses what would send it elsewhere or change what is billed (proxy/auth/auth_utils.py),
 * in its words; the credentials it lets through to the provider are refused here, too.
 */
import { type ErrorAnswer, openaiError } from './answers.ts'
import { asObject, objectsOf } from './providers/json.ts'
import type { Json, JsonObject } from './providers/translator.ts'

const addresses = (
  'api_base base_url user_config aws_sts_endpoint aws_web_identity_token aws_role_name aws_profile_name ' +
  'aws_session_name aws_external_id aws_session_tags vertex_credentials azure_ad_token aws_bedrock_runtime_endpoint ' +
  'aws_bedrock_project_id workspace_id aws_workspace_id anthropic_workspace_id anthropic-workspace-id bedrock_tags ' +
  'agentcore_runtime_session_id s3_endpoint_url sagemaker_base_url deployment_url nvcf_function_id use_ssl rust ' +
  'fireworks_forward_user_id vertex_ai_credentials'
).split(' ')

const observers = (
  'arize_api_key arize_error_sampling_rate arize_space_id arize_space_key arize_success_sampling_rate ' +
  'braintrust_api_key braintrust_host braintrust_project dd_agent_host dd_agent_port dd_api_key dd_site ' +
  'gcs_bucket_name gcs_path_service_account humanloop_api_key langfuse_environment langfuse_host langfuse_public_key ' +
  'langfuse_secret langfuse_secret_key langsmith_api_key langsmith_base_url langsmith_project langsmith_tenant_id ' +
  'lunary_public_key newrelic_api_key newrelic_region posthog_api_key posthog_api_url posthog_host ' +
  'signoz_ingestion_endpoint signoz_ingestion_key slack_webhook_url turn_off_message_logging ' +
  'user_api_key_auth_metadata wandb_api_key weave_project_id'
).split(' ')

const refused = new Set([...addresses, ...observers])

// Prices, whichever they are.
const price =
  /_cost(?:_per_|_above_|_batches$|_flex$|_priority$|$)|^cost_per_second$|^tiered_pricing$|_uplift_multiplier/

/** Where a provider is called, with the account of the configuration: LiteLLM lets a client choose. */
const places = ['vertex_project', 'vertex_ai_project', 'vertex_location', 'vertex_ai_location', 'region_name']

/** Headers that are credentials, for `extra_headers`. */
const credentials = new Set(['authorization', 'x-api-key', 'api-key', 'x-goog-api-key', 'cookie', 'host'])

/** Keys, and where a cloud is to be asked with whose. */
const isCredential = (name: string): boolean => name === 'api_key' || name.startsWith('aws_') || places.includes(name)

/** The refusal of a body, or null. */
export function refusedParameter(body: JsonObject): ErrorAnswer | null {
  return byLitellm(body) ?? credential(body)
}

function byLitellm(body: JsonObject): ErrorAnswer | null {
  if ('model_list' in body) return rejected('model_list is not allowed in the request body.')
  const parts = [body, body['metadata'], body['litellm_metadata'], body['extra_body'], ...fallbackTargets(body)]
  for (const part of parts) {
    const name = Object.keys(asObject(part) ?? {}).find(key => refused.has(key) || price.test(key))
    if (name !== undefined) return rejected(`${name} ${optIn}`)
  }
  return null
}

const optIn =
  'is not allowed in request body. Clientside passthrough requires explicit admin opt-in via either ' +
  '`general_settings.allow_client_side_credentials = true` (proxy-wide) or `configurable_clientside_auth_params` on the ' +
  'deployment in your proxy config.yaml. Relevant Issue: ' +
  'https://huntr.com/bounties/4001e1a2-7b7a-4776-a3ae-e6692ec3d997'

const rejected = (text: string): ErrorAnswer =>
  openaiError(401, `Authentication Error, Rejected Request: ${text}`, 'auth_error', 'None')

/** LiteLLM sends these to the provider: a client could call it with a key of its own choice, or as somebody else. */
function credential(body: JsonObject): ErrorAnswer | null {
  for (const part of [body, asObject(body['extra_body']) ?? {}, ...fallbackTargets(body)]) {
    const key = Object.keys(part).find(name => isCredential(name) && (part[name] ?? null) !== null)
    if (key !== undefined) return notAllowed(key)
    for (const key of ['extra_headers', 'headers']) {
      const header = Object.keys(asObject(part[key]) ?? {}).find(name => credentials.has(name.toLowerCase()))
      if (header !== undefined) return notAllowed(`${key}.${header}`)
    }
  }
  return null
}

const notAllowed = (name: string): ErrorAnswer =>
  openaiError(
    400,
    `${name} is not allowed in the request body: the providers' keys are configured.`,
    'invalid_request_error',
    name,
  )

/** Fallbacks that bring parameters of their own. */
function fallbackTargets(body: JsonObject): JsonObject[] {
  const lists: (Json | undefined)[] = [
    body['fallbacks'],
    body['context_window_fallbacks'],
    body['content_policy_fallbacks'],
  ]
  return lists.flatMap(list =>
    objectsOf(list).flatMap(item => [item, ...Object.values(item).flatMap(targets => objectsOf(targets))]),
  )
}
