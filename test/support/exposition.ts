/** Reads metrics the way Prometheus does: from the text. */

/** The sum of the samples of one series name whose labels include the given ones. */
export function sampleSum(exposition: string, name: string, labels: Readonly<Record<string, string>> = {}): number {
  return samplesOf(exposition, name)
    .filter(({ labels: own }) => Object.entries(labels).every(([label, value]) => own[label] === value))
    .reduce((sum, { value }) => sum + value, 0)
}

/** Every sample of one series name. */
export function samplesOf(exposition: string, name: string): { labels: Record<string, string>; value: number }[] {
  return exposition.split('\n').flatMap(line => {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line)
    if (match?.[1] !== name) return []
    const pairs = [...(match[2] ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)]
    return [
      {
        labels: Object.fromEntries(pairs.map(([, label = '', value = '']) => [label, value])),
        value: Number(match[3]),
      },
    ]
  })
}

/** How many series an exposition has. */
export function seriesCount(exposition: string): number {
  return exposition.split('\n').filter(line => line !== '' && !line.startsWith('#')).length
}
