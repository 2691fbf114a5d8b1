import t from 'tap'
import { withoutNested } from '../../../../services/sdk/providers/nested-drops.ts'

const given = { a: { b: 1, c: 2 }, tools: [{ f: { strict: true, n: 1 } }, { f: { strict: false } }], x: 1 }

const cases: { name: string; paths: unknown; want: object }[] = [
  { name: 'a name without a path is left alone', paths: ['x'], want: given },
  { name: 'a place within an object', paths: ['a.b'], want: { ...given, a: { c: 2 } } },
  { name: 'in all of a list', paths: ['tools[*].f.strict'], want: { ...given, tools: [{ f: { n: 1 } }, { f: {} }] } },
  { name: 'in one of a list', paths: ['tools[1].f.strict'], want: { ...given, tools: [given.tools[0], { f: {} }] } },
  { name: 'several', paths: ['a.b', 'a.c'], want: { ...given, a: {} } },
  { name: 'no item of a list goes as a whole', paths: ['tools[0]', 'tools[*]'], want: given },
  { name: 'a list is not entered by a name', paths: ['tools.f'], want: given },
  { name: 'an object is not entered by an index', paths: ['a[0].b', 'a[*].b'], want: given },
  { name: 'what is not there', paths: ['nope.b', 'a.nope', 'x.y', 'tools[7].f'], want: given },
  { name: 'no list of paths', paths: 'a.b', want: given },
  { name: 'no texts', paths: [5, null], want: given },
]

for (const { name, paths, want } of cases) {
  t.test(name, async t => {
    t.same(withoutNested(given, paths as never), want)
  })
}
