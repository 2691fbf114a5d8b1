/** LiteLLM's `os.environ/NAME` references, which may stand for any string of the configuration. */

const prefix = 'os.environ/'

/** The path of a value in the file, as property names and list positions. */
export type Path = readonly (string | number)[]

/** A reference to a variable that is not in the environment. */
export interface MissingVariable {
  readonly name: string
  readonly path: Path
}

/** The variable a string refers to, or null for an ordinary string. */
export function referencedVariable(value: unknown): string | null {
  return typeof value === 'string' && value.startsWith(prefix) ? value.slice(prefix.length) : null
}

/**
 * A copy of `value` with each reference replaced. A variable that is set but empty is what `.env.example` has for keys
 * nobody filled in: the property is left out, so the provider's own default applies, as in LiteLLM. A variable that is
 * not set at all is most likely misspelt: it is left out too and reported.
 */
export function resolveReferences(
  value: unknown,
  env: Readonly<Record<string, string | undefined>>,
): { value: unknown; missing: MissingVariable[]; empty: MissingVariable[] } {
  const missing: MissingVariable[] = []
  const empty: MissingVariable[] = []

  const resolve = (item: unknown, path: Path): unknown => {
    const name = referencedVariable(item)
    if (name !== null) {
      const found = env[name]
      if (found === undefined) missing.push({ name, path })
      else if (found === '') empty.push({ name, path })
      return found === '' ? undefined : found
    }
    if (Array.isArray(item)) return item.map((entry, index) => resolve(entry, [...path, index]))
    if (item !== null && typeof item === 'object') {
      return Object.fromEntries(
        Object.entries(item)
          .map(([key, entry]) => [key, resolve(entry, [...path, key])] as const)
          .filter(([, entry]) => entry !== undefined),
      )
    }
    return item
  }

  return { value: resolve(value, []), missing, empty }
}
