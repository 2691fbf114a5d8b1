/** A whole answer of Anthropic as a chat completion. */
import { countedUsage } from '../counted-usage.ts'
import { asObject, asString, isObject, objectsOf, parseJson, withoutNulls } from '../json.ts'
import { pythonJson, pythonRepr } from '../python-text.ts'
import type { AnswerContext, ChatAnswer, Json, JsonObject, Target } from '../translator.ts'
import { answerPlan, type AnswerPlan } from './answer-plan.ts'
import { notAnAnswer } from './errors.ts'
import { mapFinishReason } from './map-finish-reason.ts'
import { jsonToolName } from './response-format.ts'
import { codeInterpreterResults, resultKind, webSearchCall } from './server-tools.ts'
import { openAiUsage, toolSearches } from './usage.ts'

/** The chat completion, and the counts of it. Throws `ProviderFault` where the body is an error after all. */
export function anthropicResponse(
  body: JsonObject,
  chat: JsonObject,
  target: Target,
  context: AnswerContext,
): ChatAnswer {
  if ('error' in body) throw notAnAnswer(pythonRepr(body['error']))
  const plan = answerPlan(chat, target)
  const blocks = objectsOf(body['content'])
  const thinking = blocks.filter(block => block['type'] === 'thinking' || block['type'] === 'redacted_thinking')
  const thought = thinking.length > 0 ? thinking.map(block => asString(block['thinking']) ?? '').join('') : undefined
  const fields = providerFields(body, blocks, thinking)
  const { message, finish } = messageOf(body, blocks, plan, fields, thought)
  const counted = { speed: plan.speed, ...asObject(body['usage']) }
  const usage = openAiUsage({ usage: counted, thinking: thought, toolSearches: toolSearches(blocks) })
  return {
    body: {
      id: context.id,
      created: context.created,
      model: target.group,
      object: 'chat.completion',
      choices: [{ finish_reason: finish, index: 0, message }],
      usage,
    },
    usage: countedUsage(usage),
    fields,
  }
}

function messageOf(
  body: JsonObject,
  blocks: readonly JsonObject[],
  plan: AnswerPlan,
  fields: JsonObject,
  thought: string | undefined,
): { message: JsonObject; finish: string } {
  const calls = blocks.flatMap((block, index) => toolCall(block, index, plan))
  const json = plan.jsonMode ? calls.filter(isJsonTool) : []
  const given = jsonContent(json[0])
  if (json.length > 0 && json.length === calls.length) {
    return { message: { content: given ?? null, role: 'assistant' }, finish: 'stop' }
  }
  const text = blocks.map(block => (block['type'] === 'text' ? (asString(block['text']) ?? '') : '')).join('')
  const prefixed = plan.prefix !== undefined && !text.startsWith(plan.prefix) ? plan.prefix + text : text
  const content = prefixed + (given ?? '')
  const shown = calls.filter(call => !json.includes(call))
  const message: JsonObject = {
    ...(content ? { content } : {}),
    role: 'assistant',
    ...(shown.length > 0 ? { tool_calls: shown } : {}),
    ...(thought === undefined ? {} : { reasoning_content: thought, thinking_blocks: fields['thinking_blocks'] }),
    provider_specific_fields: fields,
    ...(content ? {} : { content: null }),
  }
  return { message, finish: mapFinishReason(body['stop_reason']) }
}

function toolCall(block: JsonObject, index: number, plan: AnswerPlan): JsonObject[] {
  if (block['type'] !== 'tool_use' && block['type'] !== 'server_tool_use') return []
  const name = asString(block['name']) ?? ''
  return [
    {
      index,
      ...(block['caller'] === undefined ? {} : { caller: block['caller'] }),
      function: { arguments: pythonJson(block['input'] ?? {}), name: plan.originalNames.get(name) ?? name },
      id: block['id'],
      type: 'function',
    },
  ]
}

const isJsonTool = (call: JsonObject): boolean => asObject(call['function'])?.['name'] === jsonToolName

/** The content that the json tool's arguments stand for: they may be wrapped in `values`. */
function jsonContent(call: JsonObject | undefined): string | undefined {
  const text = asString(asObject(call?.['function'])?.['arguments'])
  if (text === undefined) return undefined
  return unwrapped(text)
}

/** Arguments of the json tool as content, the `values` around them taken off. */
export function unwrapped(text: string): string {
  const parsed = parseJson(text)
  if (!isObject(parsed)) return text
  const values: Json | undefined = parsed['values']
  return pythonJson(values === undefined || values === null ? parsed : values)
}

function providerFields(body: JsonObject, blocks: readonly JsonObject[], thinking: readonly JsonObject[]): JsonObject {
  const cited = blocks.filter(block => Array.isArray(block['citations']))
  const web = blocks.filter(block => resultKind(asString(block['type']) ?? '') === 'web')
  const tools = blocks.filter(block => resultKind(asString(block['type']) ?? '') === 'tool')
  const compaction = blocks.filter(block => block['type'] === 'compaction')
  const inputs = new Map(
    blocks
      .filter(block => block['type'] === 'tool_use' || block['type'] === 'server_tool_use')
      .map(block => [asString(block['id']) ?? '', block['input'] ?? null]),
  )
  const container = body['container'] ?? undefined
  return {
    citations: cited.length > 0 ? cited.map(withSupportedText) : null,
    thinking_blocks: thinking.length > 0 ? [...thinking] : null,
    ...(body['context_management'] ? { context_management: body['context_management'] } : {}),
    ...(web.length > 0 ? { web_search_results: web, web_search_calls: webCalls(web, blocks, inputs) } : {}),
    ...(tools.length > 0
      ? {
          tool_results: tools,
          code_interpreter_results: codeInterpreterResults(tools, inputs, asString(asObject(container)?.['id'])).map(
            withoutNulls,
          ),
        }
      : {}),
    ...(container === undefined ? {} : { container }),
    ...(compaction.length > 0 ? { compaction_blocks: compaction } : {}),
  }
}

function withSupportedText(block: JsonObject): JsonObject[] {
  return objectsOf(block['citations']).map(citation => ({ ...citation, supported_text: block['text'] ?? '' }))
}

function webCalls(web: JsonObject[], blocks: readonly JsonObject[], inputs: ReadonlyMap<string, Json>): JsonObject[] {
  const searches = new Set(
    blocks
      .filter(block => block['type'] === 'server_tool_use' && block['name'] === 'web_search')
      .map(block => block['id']),
  )
  return web
    .filter(result => result['type'] === 'web_search_tool_result' && searches.has(result['tool_use_id']))
    .map(result => {
      const id = asString(result['tool_use_id']) ?? ''
      return webSearchCall(id, inputs.get(id), result)
    })
}
