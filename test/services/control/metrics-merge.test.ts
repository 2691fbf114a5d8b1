import t from 'tap'
import { mergeExpositions } from '../../../services/control/metrics-merge.ts'

const family = (name: string, type: string, ...samples: string[]): string =>
  [`# HELP ${name} words.`, `# TYPE ${name} ${type}`, ...samples, ''].join('\n')

const cases: { name: string; texts: string[]; want: string }[] = [
  { name: 'nothing', texts: [], want: '\n' },
  {
    name: 'one text stays as it is',
    texts: [family('a', 'counter', 'a{proc="1"} 1')],
    want: family('a', 'counter', 'a{proc="1"} 1'),
  },
  {
    name: 'the same family of two processes is told of once, its series are not summed',
    texts: [family('a', 'counter', 'a{proc="1"} 1'), family('a', 'counter', 'a{proc="2"} 2')],
    want: family('a', 'counter', 'a{proc="1"} 1', 'a{proc="2"} 2'),
  },
  {
    name: 'families stay together though the texts interleave',
    texts: [
      `${family('a', 'gauge', 'a{proc="1"} 1')}\n${family('b', 'gauge', 'b{proc="1"} 1')}`,
      `${family('b', 'gauge', 'b{proc="2"} 2')}\n${family('a', 'gauge', 'a{proc="2"} 2')}`,
    ],
    want: `${family('a', 'gauge', 'a{proc="1"} 1', 'a{proc="2"} 2')}${family('b', 'gauge', 'b{proc="1"} 1', 'b{proc="2"} 2')}`,
  },
  {
    name: "a histogram's parts stay with it",
    texts: [family('h', 'histogram', 'h_bucket{le="1"} 1', 'h_sum 1', 'h_count 1')],
    want: family('h', 'histogram', 'h_bucket{le="1"} 1', 'h_sum 1', 'h_count 1'),
  },
  { name: 'a family without samples keeps its head', texts: [family('a', 'counter')], want: family('a', 'counter') },
  { name: 'samples before any family are nobody’s', texts: ['stray 1\n'], want: '\n' },
]

for (const { name, texts, want } of cases) {
  t.test(name, async t => t.equal(mergeExpositions(texts), want))
}
