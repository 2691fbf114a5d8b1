import { gzipSync } from 'node:zlib'
import t from 'tap'
import { readJsonBody } from '../../../services/sdk/prepare.ts'
import { clientKey, startWithSimulator } from '../../support/sdk-worker.ts'

t.test('what a body says', async t => {
  const cases: readonly (readonly [name: string, body: unknown, value: object | null])[] = [
    ['nothing', undefined, {}],
    ['an object', Buffer.from('{"a": "ü"}'), { a: 'ü' }],
    ['no text at all', gzipSync('{}'), {}],
    ['a list', Buffer.from('[]'), null],
    ['half of JSON', Buffer.from('{'), null],
    ['a mark before it', Buffer.from('\uFEFF{}'), null],
    ['half a character', Buffer.from(String.raw`{"a": ["\ud83d"]}`), null],
    ['half a character in a name', Buffer.from(String.raw`{"\uDE00": 1}`), null],
    ['a whole one', Buffer.from(String.raw`{"a": "\ud83d\ude00"}`), { a: '😀' }],
    ['what looks like half a one', Buffer.from(String.raw`{"a": "\\ud83d"}`), { a: String.raw`\ud83d` }],
  ]
  for (const [name, body, value] of cases) {
    const parsed = readJsonBody(body)
    if (value === null) t.match(parsed, { error: { status: 400 } }, name)
    else t.strictSame(parsed, { value }, name)
  }
})

t.test('forms', async t => {
  const worker = await startWithSimulator(t)
  const ask = async (type: string, body: string): Promise<Response> =>
    fetch(`${worker.base}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${clientKey}`, 'content-type': type },
      body,
    })
  const form = 'application/x-www-form-urlencoded'
  const json = await ask(form, '{"model": "gpt", "messages": []}')
  t.match(await json.json(), { error: { message: "/chat/completions: Missing required parameter: 'messages'." } })
  const fields = await ask(form, 'model=nope&messages=hi')
  t.match(await fields.json(), { error: { message: /Invalid model name passed in model=nope/ } })
  const upload = await ask('multipart/form-data; boundary=x', '--x--')
  t.equal(upload.headers.get('x-crossfade-decline'), 'capability')
})
