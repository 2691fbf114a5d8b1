/**
 * `config/config.yaml` in LiteLLM's own dialect. Only what a Crossfade process reads is typed; every other key is kept
 * and left to LiteLLM, which reads the same file. Key names and meanings: LiteLLM's proxy configuration reference.
 */
import { z } from 'zod'

const headers = z.record(z.string(), z.string()).describe('Header names and values sent to the provider.')
const seconds = z.number().positive()
const count = z.union([z.int().min(0), z.string().regex(/^\d+$/)])

const policy = z.record(z.string(), z.int().min(0).optional())

const litellmParams = z
  .looseObject({
    model: z.string().min(1).describe('Provider prefix and model, for example anthropic/claude-sonnet-4-5-20250929.'),
    api_base: z.string().min(1).optional().describe("The provider's address; its own default when left out."),
    api_key: z.string().optional().describe('Usually os.environ/NAME.'),
    api_version: z.string().optional(),
    custom_llm_provider: z.string().optional().describe('Names the provider when the model has no prefix.'),
    extra_headers: headers.optional(),
    thinking: z.looseObject({ type: z.string() }).optional(),
    reasoning_effort: z.string().optional(),
    timeout: seconds.optional().describe('Seconds for a whole answer.'),
    stream_timeout: seconds.optional().describe('Seconds to the first byte of a stream.'),
    num_retries: count.optional().describe('How often a failed call is tried again.'),
    max_retries: z.int().min(0).optional(),
    cooldown_time: z.number().min(0).optional(),
    rpm: z.number().positive().optional(),
    tpm: z.number().positive().optional(),
    weight: z.number().min(0).optional(),
    order: z
      .int()
      .optional()
      .describe('Deployments of a higher order are asked only where those of a lower one have failed.'),
    drop_params: z.boolean().optional(),
  })
  .describe('Parameters of the call; keys not listed here are sent along as LiteLLM would.')

const modelEntry = z.looseObject({
  model_name: z.string().min(1).describe('The name clients ask for; several entries may share one.'),
  litellm_params: litellmParams,
  model_info: z
    .looseObject({
      id: z.string().optional(),
      cooldown_time: z.number().min(0).optional(),
      allowed_fails: z.int().min(0).optional(),
      allowed_fails_policy: policy.optional(),
      order: z.int().optional(),
    })
    .optional(),
})

const headerPattern = z.strictObject({
  header: z.string().min(1).describe('Header name, in any case.'),
  pattern: z.string().min(1).describe('RE2 syntax, found anywhere in the value.'),
  user_id: z.string().min(1),
})

const userIdMappings = z
  .strictObject({
    custom_header: z.string().min(1).default('x-memory-user-id').describe('This header names the user id outright.'),
    header_patterns: z.array(headerPattern).default([]).describe('Tried in order; the first that matches wins.'),
    default_user_id: z.string().min(1).default('default-user'),
  })
  .describe('Memory routing. LiteLLM ignores this block; both workers use it.')

const generalSettings = z.looseObject({
  master_key: z.string().min(1).optional(),
  forward_client_headers_to_llm_api: z.boolean().optional(),
  cancel_on_disconnect: z.boolean().optional(),
  database_url: z.string().optional(),
})

const fallbackTarget = z.union([z.string(), z.looseObject({ model: z.string() })])
const fallbackList = z
  .array(z.record(z.string(), z.array(fallbackTarget)))
  .describe('Group (or *) to the groups that answer in its place, in order.')
const fallbackSettings = {
  fallbacks: fallbackList.optional(),
  context_window_fallbacks: fallbackList.optional(),
  content_policy_fallbacks: fallbackList.optional(),
  default_fallbacks: z.array(z.string()).optional(),
}

const litellmSettings = z.looseObject({
  ...fallbackSettings,
  drop_params: z.boolean().optional(),
  num_retries: z.int().min(0).optional(),
  request_timeout: seconds.optional(),
  anthropic_sse_ping_interval_seconds: z
    .number()
    .min(0)
    .optional()
    .describe('Silence of a /v1/messages stream after which a ping is sent.'),
})

const alias = z.union([z.string(), z.looseObject({ model: z.string(), hidden: z.boolean().optional() })])

const routerSettings = z.looseObject({
  model_group_alias: z.record(z.string(), alias).optional(),
  ...fallbackSettings,
  max_fallbacks: z.int().min(0).optional(),
  num_retries: z.int().min(0).optional(),
  retry_after: z.number().min(0).optional().describe('The shortest wait before a retry, in seconds.'),
  timeout: seconds.optional(),
  stream_timeout: seconds.optional(),
  cooldown_time: z.number().min(0).optional().describe('Seconds a failing deployment is left out.'),
  disable_cooldowns: z.boolean().optional(),
  allowed_fails: z.int().min(0).optional().describe('So many failures of a deployment are forgiven.'),
  allowed_fails_policy: policy.optional().describe('The same by the kind of the failure.'),
  retry_policy: policy.optional().describe('How often a call is made again, by the kind of its failure.'),
  model_group_retry_policy: z.record(z.string(), policy).optional(),
})

/** The schema of `config/config.yaml`. */
export const litellmSchema = z
  .looseObject({
    model_list: z.array(modelEntry).min(1).describe('The deployments.'),
    general_settings: generalSettings.optional(),
    litellm_settings: litellmSettings.optional(),
    router_settings: routerSettings.optional(),
    environment_variables: z.record(z.string(), z.unknown()).optional(),
    user_id_mappings: userIdMappings.optional(),
  })
  .describe('LiteLLM proxy configuration, as Crossfade reads it.')

/** A configuration whose references are resolved. */
export type LitellmConfig = z.infer<typeof litellmSchema>
export type ModelEntry = z.infer<typeof modelEntry>
export type UserIdMappings = z.infer<typeof userIdMappings>

/** Blocks of LiteLLM that Crossfade leaves alone without a word. */
const litellmOnlyKeys = [
  'callback_settings',
  'credential_list',
  'files_settings',
  'finetune_settings',
  'guardrails',
  'mcp_servers',
  'vector_store_registry',
] as const

/** The objects whose unknown keys are worth a warning, as path and schema; `*` stands for a list position. */
export const warnedObjects: readonly { path: readonly string[]; known: readonly string[] }[] = [
  { path: [], known: [...Object.keys(litellmSchema.shape), ...litellmOnlyKeys] },
  { path: ['model_list', '*'], known: Object.keys(modelEntry.shape) },
]
