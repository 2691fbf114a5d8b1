/** Keys of a request or of `litellm_params` that are for LiteLLM, not for the provider (types/utils.py, all_litellm_params). */
const names = (
  'acompletion adaptive_router_config adaptive_router_default_model additional_drop_params aembedding ' +
  'aimg_generation allm_passthrough_route allow_client_keepalive_override allowed_model_region ' +
  'allowed_openai_params anthropic_disable_workload_identity_federation anthropic_federation_rule_id ' +
  'anthropic_federation_workspace_id anthropic_identity_source anthropic_identity_token ' +
  'anthropic_identity_token_file anthropic_issuer_audience anthropic_issuer_signing_key_ref ' +
  'anthropic_issuer_subject anthropic_issuer_ttl_seconds anthropic_issuer_url anthropic_keycloak_auth_method ' +
  'anthropic_keycloak_client_id anthropic_keycloak_client_secret_ref anthropic_keycloak_scope ' +
  'anthropic_keycloak_token_url anthropic_organization_id anthropic_service_account_id api_base api_key ' +
  'api_version arize_api_key arize_error_sampling_rate arize_otlp_protocol arize_space_id arize_space_key ' +
  'arize_success_sampling_rate assistant_continue_message async_call atext_completion attempted_targets ' +
  'auto_router_config auto_router_config_path auto_router_default_model auto_router_embedding_model ' +
  'auto_router_max_input_chars auto_router_model_compression auto_router_routing_compression azure ' +
  'azure_ad_token azure_ad_token_provider azure_password azure_scope azure_username base_model base_url ' +
  'bedrock_tags bos_token budget_duration cache cache_control_injection_points cache_key caching ' +
  'caching_groups client client_id client_metadata client_secret client_side_timeout complete_response ' +
  'completion_call_id complexity_router_config complexity_router_default_model ' +
  'configurable_clientside_auth_params content_policy_fallbacks context_window_fallback_dict ' +
  'context_window_fallbacks cooldown_time cost_per_query cost_per_second custom_llm_provider ' +
  'custom_prompt_dict data_residency dd_agent_host dd_agent_port dd_api_key dd_site default_api_key_rpm_limit ' +
  'default_api_key_tpm_limit default_headers deployment_id disable_add_transform_inline_image_block ' +
  'disable_fallbacks drop_params enable_json_schema_validation enable_prompt_caching enable_tag_filtering ' +
  'ensure_alternating_roles eos_token extra_headers fallback_depth fallbacks fastest_response ' +
  'final_prompt_value fireworks_forward_user_id force_timeout gcs_bucket_name gcs_path_service_account ' +
  'guardrails headers hf_model_name humanloop_api_key id is_vertex_request itpm keepalive_seconds ' +
  'langfuse_environment langfuse_host langfuse_prompt_version langfuse_public_key langfuse_secret ' +
  'langfuse_secret_key langfuse_span_scope langsmith_api_key langsmith_base_url langsmith_project ' +
  'langsmith_sampling_rate langsmith_tenant_id log_client_error_tracebacks logger_fn max_agentic_loops ' +
  'max_budget max_fallbacks max_file_size_mb max_parallel_requests max_retries ' +
  'merge_reasoning_content_in_choices messages metadata mock_response mock_timeout mock_tool_calls model ' +
  'model_alias_map model_config model_file_id_mapping model_info model_list newrelic_api_key newrelic_region ' +
  'no-log num_retries openai_identity_provider_id openai_identity_token_file openai_service_account_id order ' +
  'organization otpm output_vector_size policies posthog_api_key posthog_api_url preset_cache_key ' +
  'prompt_cache_retention prompt_environment prompt_id prompt_label prompt_variables prompt_version ' +
  'provider_affinity_header provider_specific_header proxy_server_request quality_router_config ' +
  'quality_router_default_model region_name request_timeout retry_policy retry_strategy roles ' +
  'routing_strategy rpm rust s3_access_key_id s3_bucket_name s3_bucket_owner s3_encryption_key_id ' +
  's3_endpoint_url s3_output_bucket_name s3_region_name s3_secret_access_key search_tool_name secret_fields ' +
  'self shared_session signoz_ingestion_endpoint signoz_ingestion_key silent_model ssl_verify ' +
  'stream_chunk_size stream_response stream_timeout stream_timeout_by_service_tier supermemory ' +
  'supports_system_message tag_regex tags tenant_id text_completion tiered_pricing timeout ' +
  'timeout_by_service_tier tpm ttl turn_off_message_logging use_chat_completions_api use_client ' +
  'use_in_pass_through use_litellm_proxy use_xai_oauth user_config user_continue_message verbose ' +
  'wandb_api_key weave_project_id weight'
).split(' ')

const control = new Set(names)

// Its own, the clouds' credentials, and prices.
const families = /^(?:_?litellm_|aws_|vertex_)|_cost(?:_|$)|_uplift_multiplier/

/** Whether a key steers LiteLLM itself. */
export const isControl = (key: string): boolean => control.has(key) || families.test(key)
