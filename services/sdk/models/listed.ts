/** What a list of models says of one: the deployments behind its name know it, or the name itself tells (LiteLLM, proxy/utils.py: create_model_info_response). */
import { type Facts, type Known, knownFacts } from './facts.ts'
import { isProvider, providerOf } from './table.ts'

/** As far as anything is known. */
export interface ListedModel {
  readonly mode?: string
  readonly max_input_tokens?: number
  readonly max_output_tokens?: number
}

/** A deployment, as far as a list depends on it. */
export interface Behind {
  readonly target: { readonly provider: string; readonly model: string; readonly baseModel?: string | undefined }
  readonly told: ListedModel
}

/** What is told of the models behind a name; of a wildcard's names there is nobody behind them. */
export function listedModel(name: string, behind: readonly Behind[]): ListedModel {
  const listed = factsOfName(name)
  const own = behind.length > 0 ? behind.map(({ target }) => candidates(factsBehind(target), listed)) : []
  const sets = own.length > 0 ? own : [candidates(undefined, listed)]
  const mode = sets
    .flat()
    .map(facts => facts['mode'])
    .find(one => typeof one === 'string')
  return {
    ...(mode === undefined ? {} : { mode }),
    ...widest(sets, 'max_input_tokens'),
    ...widest(sets, 'max_output_tokens'),
    ...(Object.assign({}, ...behind.toReversed().map(({ told }) => told)) as ListedModel),
  }
}

/** What is known of the model behind a deployment. */
export function factsBehind({ provider, model, baseModel }: Behind['target']): Known | undefined {
  // Gemini under this name LiteLLM takes for a chat, and knows nothing more of it.
  if (provider === 'vertex_ai_beta') return { key: `${provider}/${model}`, facts: { mode: 'chat' }, guessed: false }
  const prefix = `${provider}/`
  const named = baseModel ?? model
  const name = named.startsWith(prefix) ? named.slice(prefix.length) : named
  const known = knownFacts(provider, name)
  // LiteLLM enters the names of its deployments into its map, and so finds no other release for them.
  const asRelease = baseModel === undefined && provider !== 'bedrock' && (name.includes('ft:') || /-\d+$/.test(name))
  return asRelease && known && !known.guessed && !known.key.endsWith(name) ? undefined : known
}

/** What is known of a name, which may begin with its provider's. */
function factsOfName(name: string): Known | undefined {
  const at = name.indexOf('/')
  const prefix = name.slice(0, at)
  if (at > 0 && isProvider(prefix)) return knownFacts(prefix, name.slice(at + 1))
  return knownFacts(providerOf(name) ?? null, name)
}

/** The best source first: a guess comes behind what stands in the table. */
function candidates(own: Known | undefined, listed: Known | undefined): Facts[] {
  const both = own && listed
  const ordered = both && own.guessed && !listed.guessed ? [listed, own] : [own, listed]
  return ordered.flatMap(known => (known ? [known.facts] : []))
}

function widest(sets: readonly (readonly Facts[])[], key: 'max_input_tokens' | 'max_output_tokens'): ListedModel {
  const limits = sets.flatMap(facts => facts.map(one => one[key]).find(limit => typeof limit === 'number') ?? [])
  return limits.length === 0 ? {} : { [key]: Math.max(...limits) }
}
