import { createRequire } from 'node:module'
import t from 'tap'
import { textOfTokens } from '../../../../services/sdk/providers/token-text.ts'

const require = createRequire(import.meta.url)
const { encode } = require('gpt-tokenizer/encoding/cl100k_base') as { encode: (text: string) => number[] }

t.test('tokens become the text they were made of', async t => {
  for (const text of ['', 'Hello world', 'Grüße 🙂', '\x00\t\n', '日本語', ' def f(x):\n    return x']) {
    t.equal(textOfTokens(encode(text)), text)
  }
})

t.test('what is cut off is marked, and nothing is left over for the next text', async t => {
  const cut = encode('🙂').slice(0, 1)
  t.equal(textOfTokens(cut), '\ufffd')
  t.equal(textOfTokens(encode('a')), 'a')
})

t.test('control tokens have names, others are none', async t => {
  t.equal(textOfTokens([100257, 100276]), '<|endoftext|><|endofprompt|>')
  for (const token of [100256, 999_999, -1, 1.5, 'a', null]) t.equal(textOfTokens([token]), null, String(token))
})
