/** Parameters of OpenAI's reasoning models: `max_tokens` has another name, sampling is refused while they reason. */
import { asString, isObject, omit } from '../json.ts'
import { unsupportedParams } from '../parameters.ts'
import { pythonRepr, pythonText } from '../python-text.ts'
import type { Json, JsonObject } from '../translator.ts'
import { lacksEffort, staysIdle, takesEffort } from './knowledge.ts'
import type { Asked } from './provider-params.ts'
import { seriesOf } from './supported.ts'

/** The parameters as the model takes them; throws what it refuses unless that is dropped. */
export function reasoningParams(params: JsonObject, asked: Asked, drop: boolean): JsonObject {
  switch (seriesOf(asked.model)) {
    case 'search':
      return renamedLimit(params)
    case 'o':
      return withTemperature(renamedLimit(params), drop, () => {
        const value = pythonText(params['temperature'])
        return (
          `O-series models don't support temperature=${value}. Only temperature=1 is supported. ` +
          'To drop unsupported openai params from the call, set `litellm.drop_params = True`'
        )
      })
    case 'reasoning':
      return gptReasoning(renamedLimit(params), asked, drop)
    default:
      // Azure takes the older limit of none of the family, whether it reasons or not.
      return asked.provider === 'azure' && /gpt-[56]/.test(asked.model) ? renamedLimit(params) : params
  }
}

function renamedLimit(params: JsonObject): JsonObject {
  if (params['max_tokens'] === undefined) return params
  return {
    ...omit(params, ['max_tokens']),
    max_completion_tokens: params['max_completion_tokens'] ?? params['max_tokens'],
  }
}

function gptReasoning(given: JsonObject, asked: Asked, drop: boolean): JsonObject {
  const { provider, model, shown } = asked
  const params = checkedEffort(given, asked, drop)
  const idle = staysIdle(provider, model, effortOf(params['reasoning_effort']))
  const sampled = idle ? params : withoutSampling(params, shown, drop, takesEffort(provider, model, 'none'))
  if (idle) return sampled
  return withTemperature(sampled, drop, () => {
    const value = pythonRepr(params['temperature'])
    return (
      `${shown} doesn't support temperature=${value} while reasoning is active. Only temperature=1 is supported unless ` +
      "reasoning_effort resolves to 'none', either set explicitly on the request or declared as the model's " +
      'default_reasoning_effort. To drop unsupported params set `litellm.drop_params = True`'
    )
  })
}

const effortOf = (value: Json | undefined): string | undefined => asString(isObject(value) ? value['effort'] : value)

// `xhigh` needs the table's word for it, and at Azure `none`, too; any other effort is refused only where the table says so.
function checkedEffort(params: JsonObject, { provider, model, shown }: Asked, drop: boolean): JsonObject {
  const effort = effortOf(params['reasoning_effort'])
  if (effort === undefined) return params
  const mustBeKnown = effort === 'xhigh' || (effort === 'none' && provider === 'azure')
  const refused = mustBeKnown ? !takesEffort(provider, model, effort) : lacksEffort(provider, model, effort)
  if (!refused) return { ...params, reasoning_effort: effort }
  if (drop) return omit(params, ['reasoning_effort'])
  throw unsupportedParams(
    `reasoning_effort=${effort} is not supported for ${shown}. ` +
      'To drop unsupported params set `litellm.drop_params = True`',
  )
}

function withoutSampling(params: JsonObject, shown: string, drop: boolean, mayHave: boolean): JsonObject {
  const names = ['logprobs', 'top_logprobs', 'top_p']
  if (!mayHave || !names.some(name => name in params)) return params
  if (drop) return omit(params, names)
  const effort = effortOf(params['reasoning_effort'])
  throw unsupportedParams(
    `${shown} only supports logprobs, top_p, top_logprobs when reasoning_effort resolves to 'none', either set ` +
      "explicitly on the request or declared as the model's default_reasoning_effort. " +
      `Current reasoning_effort=${pythonRepr(effort)}. To drop unsupported params set \`litellm.drop_params = True\``,
  )
}

function withTemperature(params: JsonObject, drop: boolean, refusal: () => string): JsonObject {
  if (params['temperature'] === undefined || params['temperature'] === 1) return params
  if (drop) return omit(params, ['temperature'])
  throw unsupportedParams(refusal())
}
