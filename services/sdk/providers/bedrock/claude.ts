/** What is known of a Claude model at Bedrock, in the words of the Anthropic wire. */
import { type AnthropicTrait, claudeKeys } from '../anthropic/traits.ts'
import { claudeSupports, flagOf, supports } from './knowledge.ts'

/** Whether a model has a trait. */
export function bedrockTrait(model: string, trait: AnthropicTrait): boolean {
  switch (trait) {
    case 'noForcedTools':
      return flagOf(model, claudeKeys[trait]) === false
    case 'speed':
      // Fast mode is the direct API's.
      return false
    case 'reasoning':
    case 'nativeSchema':
      return supports(model, claudeKeys[trait])
    default:
      return claudeSupports(model, claudeKeys[trait])
  }
}
