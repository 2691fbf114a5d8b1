/** What the calls in a client's history were made with. */
import { pythonType } from './python-text.ts'
import type { Json } from './translator.ts'

/** The arguments of a call as text, empty where there are none. Throws for any other form: a call without them is another call. */
export function argumentsText(given: Json | undefined, fault: (message: string) => Error): string {
  if (typeof given === 'string') return given
  const empty = given === undefined || !given || (typeof given === 'object' && Object.keys(given).length === 0)
  if (empty) return ''
  throw fault(`'${pythonType(given)}' object has no attribute 'strip'`)
}
