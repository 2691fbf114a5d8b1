/** What an answer needs to know of its request. */
import { asObject, asString } from '../json.ts'
import { readMessages } from '../parameters.ts'
import type { Json, JsonObject, Target } from '../translator.ts'
import { mapResponseFormat } from './response-format.ts'
import { renamedTools } from './tool-names.ts'
import { mapTools } from './tools.ts'

export interface AnswerPlan {
  /** Whether the arguments of the json tool become content. */
  readonly jsonMode: boolean
  /** Name that was sent -> the client's name of the tool. */
  readonly originalNames: ReadonlyMap<string, string>
  /** Text the client began the answer with (`prefix: true`). */
  readonly prefix: string | undefined
  /** The speed asked for: told in the usage where the provider says nothing. */
  readonly speed: Json | undefined
}

/** Reads the request once more, for its answer. */
export function answerPlan(chat: JsonObject, target: Target): AnswerPlan {
  const all: JsonObject = { ...target.defaults, ...chat }
  const renamed = renamedTools(mapTools(all['tools']).tools)
  const last = readMessages(chat).at(-1)
  const hasPrefix = last?.['role'] === 'assistant' && last['prefix'] === true
  return {
    jsonMode: mapResponseFormat(asObject(all['response_format']), target.model).jsonMode,
    originalNames: new Map([...renamed].map(([original, sent]) => [sent, original])),
    prefix: hasPrefix ? asString(last['content']) : undefined,
    speed: all['speed'],
  }
}
