/** What is in a recording and not in what the client got: an independent look at both, leaf by leaf. */
import type { Json, JsonObject } from '../../../../services/sdk/providers/translator.ts'

/** One value, and where it stands; list positions are `*`. */
interface Leaf {
  readonly at: string
  readonly value: Json
}

/** Where leaves may go, first match first. `*` in `at` stands for one step, a last `**` for any number. */
export interface Rule {
  readonly at: string
  /** The client's name for the last step; its own where nothing is said. */
  readonly as?: string
  /** The value the client gets for it. */
  readonly becomes?: (value: Json) => Json
  /** The client does not get it. */
  readonly dropped?: true
  readonly why: string
}

/** Every leaf of a value; an empty list or object is none, and neither is null or an empty text, which say nothing. */
function leavesOf(value: Json | undefined, at = ''): Leaf[] {
  if (value === undefined || value === null || value === '') return []
  const step = (name: string): string => (at === '' ? name : `${at}.${name}`)
  if (Array.isArray(value)) return value.flatMap(inner => leavesOf(inner, step('*')))
  if (typeof value !== 'object') return [{ at, value }]
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, step(name)))
}

/** The recorded leaves that the client did not get, as often as it did not. A rule without a use is told as well. */
export function lostLeaves(
  recorded: readonly JsonObject[],
  got: readonly Json[],
  rules: readonly Rule[],
  used: Set<Rule>,
): string[] {
  const left = new Map<string, number>()
  for (const leaf of got.flatMap(value => leavesOf(value))) {
    const key = keyOf(leaf)
    left.set(key, (left.get(key) ?? 0) + 1)
  }
  return recorded
    .flatMap(event => leavesOf(event, typeof event['type'] === 'string' ? event['type'] : ''))
    .flatMap(leaf => {
      const rule = rules.find(one => fits(one.at, leaf.at))
      if (rule) used.add(rule)
      if (rule?.dropped) return []
      const expected = { at: rule?.as ?? leaf.at, value: rule?.becomes ? rule.becomes(leaf.value) : leaf.value }
      const key = keyOf(expected)
      const count = left.get(key) ?? 0
      left.set(key, count - 1)
      return count > 0 ? [] : [`${leaf.at} = ${JSON.stringify(leaf.value).slice(0, 80)}`]
    })
}

/** The last step with a name, and the value. */
function keyOf({ at, value }: Leaf): string {
  const name = at.split('.').findLast(step => step !== '*') ?? ''
  return `${name}=${JSON.stringify(value)}`
}

function fits(pattern: string, at: string): boolean {
  const steps = at.split('.')
  const wanted = pattern.split('.')
  const open = wanted.at(-1) === '**'
  if (open ? steps.length < wanted.length - 1 : steps.length !== wanted.length) return false
  return wanted.every((step, index) => step === '**' || step === '*' || step === steps[index])
}
