/** What is known of a Claude model at Bedrock, in the words of the Anthropic wire. */
import type { AnthropicTrait } from '../model-table.ts'
import { claudeSupports, flagOf, supports } from './knowledge.ts'

const keys: Readonly<Record<AnthropicTrait, string>> = {
  reasoning: 'supports_reasoning',
  adaptiveThinking: 'supports_adaptive_thinking',
  legacyThinking: 'supports_legacy_thinking',
  alwaysThinks: 'thinking_always_on',
  midConversationSystem: 'supports_mid_conversation_system',
  nativeSchema: 'supports_native_structured_output',
  outputConfig: 'supports_output_config',
  xhighEffort: 'supports_xhigh_reasoning_effort',
  maxEffort: 'supports_max_reasoning_effort',
  speed: 'supports_speed',
  noSampling: 'supports_sampling_params',
  noForcedTools: 'supports_forced_tool_use',
}

/** Whether a model has a trait. */
export function bedrockTrait(model: string, trait: AnthropicTrait): boolean {
  switch (trait) {
    case 'noSampling':
    case 'noForcedTools':
      return flagOf(model, keys[trait]) === false
    case 'speed':
      // Fast mode is the direct API's.
      return false
    case 'reasoning':
    case 'nativeSchema':
      return supports(model, keys[trait])
    default:
      return claudeSupports(model, keys[trait])
  }
}
