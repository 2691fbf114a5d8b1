/** The list of intended differences: read, and held against what was found. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Json } from '../../services/simulator/json.ts'
import type { Difference } from './differences.ts'

const value = z.union([z.string(), z.number(), z.boolean()])

const bothAnswers = z.strictObject({ at: z.string(), litellm: value, ours: value })
const sameButRounded = z.strictObject({ at: z.string(), rounded: z.literal(true) })

const deviation = z
  .strictObject({
    cases: z.array(z.string()).min(1).describe('Names of cases; `*` stands for anything.'),
    differs: z
      .array(z.union([bothAnswers, sameButRounded]))
      .min(1)
      .describe(
        'Places and both answers; `*` stands for anything, `absent` for nothing at all. `rounded`: one sum, added up in another order.',
      ),
    races: z
      .literal(true)
      .optional()
      .describe('LiteLLM answers now so, now so, by which of its own tasks is first: it need not differ in every run.'),
    why: z.string().min(20),
  })
  .refine(({ races, differs }) => !races || differs.every(row => 'rounded' in row || !String(row.ours).includes('*')), {
    error: 'Where LiteLLM races, what ours says must be given exactly.',
  })

const schema = z.strictObject({
  litellm: z.string().describe('The version of LiteLLM that this is the profile of.'),
  deviations: z.array(deviation),
})

export type Deviation = z.infer<typeof deviation>
export type Profile = z.infer<typeof schema>

/** Reads `deviations.yaml`. */
export function readProfile(file: string = path.join(import.meta.dirname, 'deviations.yaml')): Profile {
  return schema.parse(parse(readFileSync(file, 'utf8')))
}

/** One case's differences, each with the deviation that allows it, if one does. */
export interface Judged {
  readonly difference: Difference
  readonly deviation: Deviation | null
}

/** Decides which differences are intended, and remembers which entries of the list have been of use. */
export class DeviationList {
  readonly #deviations: readonly Deviation[]
  readonly #used = new Set<string>()

  constructor(deviations: readonly Deviation[]) {
    this.#deviations = deviations
  }

  judge(name: string, found: readonly Difference[]): Judged[] {
    return found.map(difference => ({ difference, deviation: this.#allowing(name, difference) }))
  }

  /** What no case has shown: case patterns and places that no longer occur. */
  unused(): string[] {
    return this.#deviations.flatMap((entry, index) => this.#unusedOf(entry, index))
  }

  #unusedOf(entry: Deviation, index: number): string[] {
    if (entry.races) return []
    // What is drawn at random is chance: beside another case it need not occur.
    const held = entry.cases.filter(pattern => !pattern.startsWith('random '))
    const cases = held.length > 0 ? held : entry.cases
    return [
      ...cases.filter(pattern => !this.#used.has(`${index} case ${pattern}`)).map(one => `${one}: ${entry.why}`),
      ...entry.differs
        .filter((_, row) => !this.#used.has(`${index} row ${row}`))
        .map(({ at }) => `${entry.cases.join(', ')}, ${at}: ${entry.why}`),
    ]
  }

  #allowing(name: string, difference: Difference): Deviation | null {
    for (const [index, entry] of this.#deviations.entries()) {
      const pattern = entry.cases.find(one => fits(one, name))
      const row = entry.differs.findIndex(one => allows(one, difference))
      if (pattern === undefined || row === -1) continue
      this.#used.add(`${index} case ${pattern}`).add(`${index} row ${row}`)
      return entry
    }
    return null
  }
}

function allows(row: Deviation['differs'][number], { at, litellm, ours }: Difference): boolean {
  if (!fits(row.at, at)) return false
  if ('rounded' in row) return sameSum(litellm, ours)
  return says(row.litellm, litellm) && says(row.ours, ours)
}

/** Whether two texts are the same number but for the last digits of a double, which depend on the order of addition. */
function sameSum(litellm: Json | undefined, ours: Json | undefined): boolean {
  if (typeof litellm !== 'string' || typeof ours !== 'string') return false
  return Math.abs(Number(litellm) - Number(ours)) <= Math.abs(Number(ours)) * 1e-14
}

/** Texts are patterns over the text, or over the JSON of what is no text; numbers and booleans are themselves. */
function says(expected: string | number | boolean, found: Json | undefined): boolean {
  if (typeof expected !== 'string') return expected === found
  if (found === undefined) return expected === 'absent'
  return fits(expected, typeof found === 'string' ? found : JSON.stringify(found))
}

/** Whether a pattern with `*` covers the whole of a text. */
function fits(pattern: string, text: string): boolean {
  const source = pattern.split('*').map(part => part.replaceAll(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`))
  return new RegExp(`^${source.join('.*')}$`, 's').test(text)
}
