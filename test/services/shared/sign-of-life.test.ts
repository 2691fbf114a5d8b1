import t from 'tap'
import { isSignOfLife } from '../../../services/shared/sign-of-life.ts'

const ping = 'event: ping\ndata: {"type": "ping"}\n\n'
const cases: { name: string; chunk: string; want: boolean }[] = [
  { name: 'a comment', chunk: ': keep-alive\n\n', want: true },
  { name: 'two pings', chunk: ping + ping, want: true },
  { name: 'a keepalive of the Responses API', chunk: 'event: keepalive\ndata: {"type":"keepalive"}\n\n', want: true },
  { name: 'a ping behind an event', chunk: `data: {"a":1}\n\n${ping}`, want: false },
  { name: 'a ping before an event', chunk: `${ping}data: {"a":1}\n\n`, want: false },
  { name: 'a comment in front of data', chunk: ': hi\ndata: 1\n\n', want: false },
  { name: 'half a frame', chunk: ': keep', want: false },
  { name: 'an event that mentions a ping', chunk: 'event: pinged\ndata: {}\n\n', want: false },
  { name: 'nothing', chunk: '', want: false },
]

for (const { name, chunk, want } of cases) {
  t.test(name, async t => {
    t.equal(isSignOfLife(Buffer.from(chunk)), want)
  })
}
