/** What a request to a Claude model may depend on, by the table's key for it. */
export const claudeKeys = {
  reasoning: 'supports_reasoning',
  adaptiveThinking: 'supports_adaptive_thinking',
  legacyThinking: 'supports_legacy_thinking',
  alwaysThinks: 'thinking_always_on',
  midConversationSystem: 'supports_mid_conversation_system',
  nativeSchema: 'supports_native_structured_output',
  outputConfig: 'supports_output_config',
  lowEffort: 'supports_low_reasoning_effort',
  minimalEffort: 'supports_minimal_reasoning_effort',
  xhighEffort: 'supports_xhigh_reasoning_effort',
  maxEffort: 'supports_max_reasoning_effort',
  speed: 'supports_speed',
  noForcedTools: 'supports_forced_tool_use',
} as const

export type AnthropicTrait = keyof typeof claudeKeys
