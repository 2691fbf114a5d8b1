/** What the simulated models say. Everything here is deterministic: the same request gets the same words. */
export const markerPattern = /\[sim:([a-z-]+)(?::([0-9]+))?\]/g

/** A rough token count, as good as a simulator needs: four characters a token, never none. */
export function estimateTokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4))
}

/** Cuts a text into the small pieces it is streamed in: a word or a part of one, with its leading space. */
export function pieces(text: string): string[] {
  return text.match(/\s*\S{1,8}|\s+/gu) ?? []
}

/** Cuts JSON into pieces at arbitrary places, as providers stream tool arguments. */
export function slices(text: string, size = 7): string[] {
  const points = Array.from(text)
  const count = Math.ceil(points.length / size)
  return Array.from({ length: count }, (_, index) => points.slice(index * size, (index + 1) * size).join(''))
}

/** The default answer: names the model and echoes the start of the question, without scenario markers. */
export function echo(model: string, question: string): string {
  const words = question.replace(markerPattern, ' ').replace(/\s+/g, ' ').trim()
  if (words === '') return `Simulated answer of ${model}. Nothing was asked, so there is little to say.`
  const points = Array.from(words)
  const start = points.length > 80 ? `${points.slice(0, 80).join('').trimEnd()}…` : words
  return `Simulated answer of ${model} to: ${start}`
}

const words = ['calm', 'rivers', 'carry', 'small', 'boats', 'past', 'old', 'towns', 'and', 'quiet', 'fields']

/** A text that `pieces` cuts into exactly `chunks` pieces. */
export function longText(chunks: number): string {
  return Array.from({ length: chunks }, (_, index) => words[index % words.length]).join(' ')
}

export const thoughts = 'The question is simple. I look at what was asked, pick the short way and answer plainly.'
export const refusalText = "I'm sorry, but I can't help with that."
