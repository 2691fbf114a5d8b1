/**
 * One scrape for all processes. pm2's daemon is the cluster's primary, so prom-client's own aggregation cannot run in our
 * code; and summing would hide which process misbehaves. Every series already carries its `proc`, so families are joined.
 */

/** Joins expositions: a family's HELP and TYPE once, then the samples of every process. */
export function mergeExpositions(texts: readonly string[]): string {
  const families = new Map<string, { head: string[]; samples: string[] }>()
  for (const text of texts) {
    let current: { head: string[]; samples: string[] } | undefined
    for (const line of text.split('\n')) {
      const comment = /^# (HELP|TYPE) (\S+) /.exec(line)
      if (comment?.[2]) {
        current = families.get(comment[2]) ?? { head: [], samples: [] }
        families.set(comment[2], current)
        if (!current.head.some(known => known.startsWith(`# ${comment[1]} `))) current.head.push(line)
      } else if (line !== '') {
        current?.samples.push(line)
      }
    }
  }
  return `${[...families.values()].flatMap(({ head, samples }) => [...head, ...samples]).join('\n')}\n`
}
