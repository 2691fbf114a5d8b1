/** Bedrock's stop reasons as OpenAI's. */
import type { Json } from '../translator.ts'

const reasons: Readonly<Record<string, string>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  tool_use: 'tool_calls',
  guardrail_intervened: 'content_filter',
  content_filtered: 'content_filter',
  refusal: 'content_filter',
}

/** The finish reason of an answer; `stop` for one nobody knows. */
export function mapFinishReason(reason: Json | undefined): string {
  return (typeof reason === 'string' ? reasons[reason] : undefined) ?? 'stop'
}
