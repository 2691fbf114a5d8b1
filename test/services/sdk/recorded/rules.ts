/**
 * What becomes of a recorded stream on the routes that translate it: where each field goes that does not keep its name,
 * and what is not told. LiteLLM drops the same (the parity suite plays these recordings to both), or the wire it
 * translates to has no place for it.
 */
import { mapFinishReason as fromAnthropic } from '../../../../services/sdk/providers/anthropic/map-finish-reason.ts'
import type { Rule } from './leaves.ts'

const dropped = (why: string, ...at: string[]): Rule[] => at.map(one => ({ at: one, dropped: true, why }))
const goes = (at: string, as: string, why: string): Rule => ({ at, as, why })

const ofAnthropic: readonly Rule[] = [
  goes('content_block_delta.delta.text', 'content', 'OpenAI’s name'),
  goes('content_block_delta.delta.partial_json', 'arguments', 'OpenAI’s name'),
  goes('content_block_delta.delta.thinking', 'reasoning_content', 'LiteLLM’s name; in thinking_blocks besides'),
  {
    at: 'message_delta.delta.stop_reason',
    as: 'finish_reason',
    becomes: reason => fromAnthropic(reason) ?? null,
    why: 'OpenAI’s word',
  },
  ...dropped(
    'frames of the wire itself',
    '*.type',
    '*.index',
    '*.delta.type',
    'content_block_start.content_block.type',
  ),
  ...dropped('the answer has an id, a model and a role of its own', 'message_start.message.id'),
  ...dropped('the client asked for a group', 'message_start.message.model', 'message_start.message.role'),
  ...dropped('it says that this is a message', 'message_start.message.type'),
  ...dropped('told again, and in the end, by message_delta', 'message_start.message.stop_reason'),
  ...dropped(
    'counts, told once and by OpenAI’s names, see usage',
    'message_start.message.usage.**',
    'message_delta.usage.**',
  ),
  ...dropped(
    'how the search found its tools, which LiteLLM calls internal',
    'content_block_start.content_block.tool_use_id',
  ),
  ...dropped('the same', 'content_block_start.content_block.content.type'),
  ...dropped('the same', 'content_block_start.content_block.content.tool_references.**'),
  ...dropped('which model took over, where OpenAI’s wire has no block', 'content_block_start.content_block.from.model'),
  ...dropped('the same', 'content_block_start.content_block.to.model'),
  ...dropped('within the text of the arguments', 'content_block_start.content_block.input.**'),
  ...dropped('the same', 'message_start.message.content.*.input.**'),
  ...dropped('a frame of the wire itself', 'message_start.message.content.*.type'),
]

const ofOpenAi: readonly Rule[] = [
  goes('choices.*.delta.reasoning', 'reasoning_content', 'LiteLLM’s name for it, whoever the provider is'),
  ...dropped('the answer’s own clock', 'created'),
  ...dropped('the client asked for a group', 'model'),
  ...dropped('told once, at the start', 'choices.*.delta.role'),
  ...dropped('counts, told once and in one form, see usage', 'usage.**', 'x_groq.**'),
  ...dropped('LiteLLM keeps it of OpenAI’s own models only', 'system_fingerprint'),
  ...dropped('padding of a chunk that is not passed on', 'obfuscation'),
]

/** What the legacy route has a place for is text. */
const asText: readonly Rule[] = [
  goes('choices.*.delta.content', 'text', 'the legacy name'),
  goes('content_block_start.content_block.text', 'text', 'the legacy name'),
  goes('content_block_delta.delta.text', 'text', 'the legacy name'),
  goes('choices.*.text', 'text', 'its own'),
  ...dropped('the legacy route has no place for it', '**'),
]

/** By the wire of the recording. */
export const chatRules: Readonly<Record<string, readonly Rule[]>> = { messages: ofAnthropic, chat: ofOpenAi }
export const textRules = asText
