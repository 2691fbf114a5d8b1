import t from 'tap'
import { clientMessage, withoutSecrets } from '../../../services/sdk/client-message.ts'

const rows: readonly (readonly [text: string, want: string])[] = [
  ['url=http://127.0.0.1:80/a', 'url=http://REDACTED:80/a'],
  ['10.0.0.1, 172.16.0.1, 172.32.0.1, 192.168.0.1', 'REDACTED, REDACTED, 172.32.0.1, REDACTED'],
  ['at https://files.corp/a', 'at https://REDACTED/a'],
  ['at ..my-host.eu.internal:80', 'at ..REDACTED:80'],
  ['eyJhbGciOiJIUzI1.eyJzdWIi.c2ln-x', 'REDACTED'],
  ['in /home/somebody/a.py, line 1', 'in REDACTED, line 1'],
  [String.raw`in C:\keys\a`, 'in REDACTED'],
  ['https://h/a?x=1&sig=abc%3D&y=2', 'https://h/a?x=1&REDACTED&y=2'],
  ['https://h/a?access_token=abc&y=2', 'https://h/a?REDACTED&y=2'],
  ['https://user:secret@h/a', 'https://REDACTED@h/a'],
  ['Incorrect API key provided: sk-0123456789abcdef', 'Incorrect API key provided: REDACTED'],
  ['nothing of the kind', 'nothing of the kind'],
]

t.test('what is inside stays inside', async t => {
  for (const [text, want] of rows) t.equal(clientMessage(text), want, text)
})

// Each took minutes or more while a pattern began anew at every letter; the suite's own limit of time would end that.
const long: readonly string[] = ['a-', 'a.', 'a.internal-', 'eyJaaaaaaaaaa-', '://:', '://a:b', '?token', '/etc']
for (const piece of long) {
  t.test(`a megabyte of ${piece}`, async t => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length))
    t.match(clientMessage(`${text} 10.0.0.1`), /REDACTED$/)
  })
}

t.test('over Anthropic’s API the inside is told', async t => {
  t.equal(withoutSecrets('sk-abcdefghijklmnop at /usr/lib/x'), 'REDACTED at /usr/lib/x')
})
