/** Bytes in the place of an address. */
import { asString } from './json.ts'

/** The bytes of a data URL in base64, as they stand in it; undefined for any other text. */
export function base64Of(input: string): string | undefined {
  if (!input.startsWith('data:')) return undefined
  const data = asString(input.split(',')[1])
  return data !== undefined && Buffer.from(data, 'base64').toString('base64') === data ? data : undefined
}
