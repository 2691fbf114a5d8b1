/** JSON as it arrives: read with the tolerant accessors below, because a simulator must survive whatever it is sent. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined }
export type JsonObject = { [key: string]: Json | undefined }

/** The value as an object; `{}` for everything else. */
export function asObject(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

/** The value as a list; `[]` for everything else. */
export function asList(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : []
}

/** The value as a string; `''` for everything else. */
export function asText(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** The first argument that is a number. */
export function firstNumber(...values: (Json | undefined)[]): number | undefined {
  return values.find(value => typeof value === 'number')
}

/** Parses JSON; undefined where it is broken. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** The words of a message's content: a plain string, or every `text` of a list of parts. */
export function textOfContent(content: Json | undefined): string {
  if (typeof content === 'string') return content
  return asList(content)
    .map(part => asText(asObject(part)['text']))
    .filter(text => text !== '')
    .join('\n')
}
