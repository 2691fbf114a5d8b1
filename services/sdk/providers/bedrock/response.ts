/** A whole answer of Converse as a chat completion. */
import { createHash } from 'node:crypto'
import { jsonToolName } from '../anthropic/response-format.ts'
import { countedUsage } from '../counted-usage.ts'
import { asCount, asObject, asString, isObject, objectsOf, parseJson } from '../json.ts'
import { pythonJson } from '../python-text.ts'
import type { AnswerContext, JsonObject, Target, TokenUsage } from '../translator.ts'
import { missingPart } from './errors.ts'
import { mapFinishReason } from './map-finish-reason.ts'
import { conversePlan, type ConversePlan } from './plan.ts'
import { renamedTools } from './tools.ts'
import { countedThinking, openAiUsage } from './usage.ts'

/** What an answer says, whether it is told whole or as a stream. */
export interface Said {
  readonly message: JsonObject
  readonly finish: string
  readonly usage: JsonObject
}

/** The chat completion, and the counts of it. */
export function converseResponse(
  body: JsonObject,
  chat: JsonObject,
  target: Target,
  context: AnswerContext,
): { body: JsonObject; usage: TokenUsage } {
  const plan = conversePlan(chat, target)
  const said = readAnswer(body, plan)
  const { message, finish } = asCall(said, plan, context)
  const { usage } = said
  const tier = asString(asObject(body['serviceTier'])?.['type'])
  return {
    body: {
      id: context.id,
      created: context.created,
      model: target.group,
      object: 'chat.completion',
      choices: [{ finish_reason: finish, index: 0, message }],
      usage,
      ...('trace' in body ? { trace: body['trace'] } : {}),
      ...(tier === undefined ? {} : { service_tier: tier }),
    },
    usage: {
      ...countedUsage(usage),
      ...(tier === undefined ? {} : { serviceTier: tier }),
      // Who cites pages has searched for them.
      ...(message['annotations'] === undefined ? {} : { webSearches: 1 }),
    },
  }
}

/** Some models write their call as text. */
function asCall(
  { message, finish }: Said,
  { params }: ConversePlan,
  context: AnswerContext,
): Pick<Said, 'message' | 'finish'> {
  const offered = objectsOf(params.openai['tools']).map(tool => asObject(tool['function'])?.['name'])
  const call = asObject(parseJson(asString(message['content']) ?? ''))
  if (call?.['type'] !== 'function' || !offered.includes(call['name'])) return { message, finish }
  const { name, arguments: given } = call
  const text = asString(given) ?? (given === undefined || given === null ? '' : pythonJson(given))
  const calls = [{ function: { arguments: text, name }, id: otherId(context.id), type: 'function' }]
  return { message: { ...message, content: null, tool_calls: calls }, finish: 'tool_calls' }
}

/** An id that follows from another one. */
function otherId(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

/** Reads an answer. Throws where it is none. */
export function readAnswer(body: JsonObject, plan: ConversePlan): Said {
  const blocks = objectsOf(messageIn(body)['content'])
  const originals = renamedTools(plan.tools as JsonObject[])
  const calls = blocks.flatMap((block, index) => toolCall(block, index, originals))
  const thoughts = blocks.flatMap(thoughtOf)
  const cited = objectsOf(blocks.map(block => block['citationsContent'] ?? null))
  const words = blocks.map(block => withoutThought(asString(block['text']))).join('')
  const { content, annotations } = withCitations(words, cited)
  const json = plan.format.jsonMode ? calls.filter(isJsonCall) : []
  const shown = calls.filter(call => !json.includes(call))
  const finish = mapFinishReason(body['stopReason'])
  const reasoning = thoughts.map(thought => asString(asObject(thought['reasoningText'])?.['text']) ?? '').join('')
  const onlyJson = json.length > 0 && shown.length === 0
  const message: JsonObject = {
    content: onlyJson ? jsonContent(json[0]) : content + (json.length > 0 ? jsonContent(json[0]) : ''),
    role: 'assistant',
    ...(shown.length > 0 ? { tool_calls: shown } : {}),
    ...(annotations.length > 0 ? { annotations } : {}),
    ...(thoughts.length > 0 ? { reasoning_content: reasoning, thinking_blocks: thoughts.flatMap(thinkingBlock) } : {}),
    ...fieldsOf(thoughts, cited),
  }
  const told = {
    ran: thoughts.length > 0,
    text: reasoning,
    counted: countedThinking(body['additionalModelResponseFields']),
  }
  return {
    message,
    finish: onlyJson && finish === 'tool_calls' ? 'stop' : finish,
    usage: openAiUsage(asObject(body['usage']) ?? {}, told),
  }
}

function messageIn(body: JsonObject): JsonObject {
  const output = asObject(body['output'])
  if (!output) throw missingPart('output')
  const message = asObject(output['message'])
  if (!message) throw missingPart('message')
  for (const name of ['usage', 'stopReason']) if (body[name] === undefined) throw missingPart(name)
  return message
}

function toolCall(block: JsonObject, index: number, originals: ReadonlyMap<string, string>): JsonObject[] {
  const use = asObject(block['toolUse'])
  if (!use) return []
  const name = asString(use['name']) ?? ''
  return [
    {
      index,
      function: { arguments: pythonJson(use['input'] ?? null), name: originals.get(name) ?? name },
      id: use['toolUseId'] ?? null,
      type: 'function',
    },
  ]
}

const isJsonCall = (call: JsonObject): boolean => asObject(call['function'])?.['name'] === jsonToolName

/** The content that the json tool's arguments stand for; a model that was told a schema may answer in its words. */
function jsonContent(call: JsonObject | undefined): string {
  const text = asString(asObject(call?.['function'])?.['arguments']) ?? ''
  const parsed = parseJson(text)
  const wrapped = isObject(parsed) && Object.keys(parsed).length === 1 ? parsed['properties'] : undefined
  return wrapped === undefined ? text : pythonJson(wrapped)
}

const thinkTag = /^<(?:think|thinking|budget:thinking)>(.*?)<\/(?:think|thinking|budget:thinking)>(.*)/s

const withoutThought = (text: string | undefined): string => (text && (thinkTag.exec(text)?.[2] ?? text)) || ''

/** Thoughts, also those a model writes into its text. */
function thoughtOf(block: JsonObject): JsonObject[] {
  const inText = thinkTag.exec(asString(block['text']) ?? '')?.[1]
  const own = asObject(block['reasoningContent'])
  return [...(inText === undefined ? [] : [{ reasoningText: { text: inText } }]), ...(own ? [own] : [])]
}

/** A thought in Anthropic's form. */
function thinkingBlock(thought: JsonObject): JsonObject[] {
  const text = asObject(thought['reasoningText'])
  if (!text) {
    return 'redactedContent' in thought ? [{ type: 'redacted_thinking', data: thought['redactedContent'] }] : []
  }
  return [
    {
      type: 'thinking',
      ...(text['text'] === undefined ? {} : { thinking: text['text'] }),
      ...(text['signature'] === undefined ? {} : { signature: text['signature'] }),
    },
  ]
}

function fieldsOf(thoughts: JsonObject[], cited: JsonObject[]): JsonObject {
  const fields = {
    ...(thoughts.length > 0 ? { reasoningContentBlocks: thoughts } : {}),
    ...(cited.length > 0 ? { citationsContent: cited } : {}),
  }
  return Object.keys(fields).length > 0 ? { provider_specific_fields: fields } : {}
}

/** Cited sentences, which are not among the words, and where they come from. */
function withCitations(words: string, cited: readonly JsonObject[]): { content: string; annotations: JsonObject[] } {
  const texts = cited.map(block =>
    objectsOf(block['content'])
      .map(part => asString(part['text']) ?? '')
      .join(''),
  )
  const sentences = texts.join('')
  if (sentences === '' || /[\p{L}\p{N}]/u.test(words)) return { content: words, annotations: [] }
  let offset = 0
  const annotations = cited.flatMap((block, at) => {
    const from = offset
    offset += texts[at]?.length ?? 0
    return objectsOf(block['citations']).flatMap(citation => annotation(citation, from))
  })
  return { content: words.trim() === '' ? sentences : sentences + words, annotations }
}

function annotation(citation: JsonObject, offset: number): JsonObject[] {
  const found = asObject(asObject(citation['location'])?.['searchResultLocation'])
  const { start, end } = found ?? {}
  if (!Number.isInteger(start) || !Number.isInteger(end)) return []
  return [
    {
      type: 'url_citation',
      url_citation: {
        start_index: offset + asCount(start),
        end_index: offset + asCount(end),
        title: asString(citation['title']) ?? '',
        url: asString(citation['source']) ?? '',
      },
    },
  ]
}
