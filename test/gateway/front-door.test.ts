import t from 'tap'
import { refuse } from '../../gateway/front-door.ts'

interface Line {
  readonly method?: string
  readonly url?: string
  readonly headers?: readonly string[]
}

const host = ['Host', 'gateway:8764']

function codeOf({ method = 'POST', url = '/v1/chat/completions', headers = host }: Line): string | null {
  return refuse({ method, url, rawHeaders: [...headers] })?.code ?? null
}

const passing: { name: string; line: Line }[] = [
  { name: 'a chat completion', line: {} },
  { name: 'a HEAD', line: { method: 'HEAD' } },
  { name: 'a query with anything in it', line: { url: '/v1/models?next=//a/../b%2f\\#' } },
  { name: 'dots in a name', line: { url: '/v1/models/gpt-4.1..mini' } },
  { name: 'a file with three dots', line: { url: '/v1/.../x' } },
  { name: 'an encoded space', line: { url: '/v1/models/a%20b' } },
  { name: 'an encoded percent sign', line: { url: '/v1/models/a%25b' } },
  { name: 'a colon', line: { url: '/v1beta/models/gemini:generateContent' } },
  { name: 'the root', line: { url: '/' } },
  { name: 'IPv6 and a port', line: { headers: ['Host', '[::1]:8764'] } },
  { name: 'no Host (HTTP/1.0)', line: { headers: ['Accept', '*/*'] } },
  { name: 'two Accept', line: { headers: [...host, 'Accept', 'a', 'accept', 'b'] } },
  { name: 'two cookies', line: { headers: [...host, 'Cookie', 'a=1', 'cookie', 'b=2'] } },
  { name: 'two different key headers', line: { headers: [...host, 'X-Api-Key', 'a', 'Authorization', 'Bearer a'] } },
  { name: 'chunked alone', line: { headers: [...host, 'Transfer-Encoding', 'chunked'] } },
]

for (const { name, line } of passing) {
  t.test(`${name} passes`, async t => t.equal(codeOf(line), null))
}

const twice = (name: string): Line => ({ headers: [...host, name, 'a', name.toLowerCase(), 'a'] })

const refused: { name: string; line: Line; code?: string }[] = [
  { name: 'TRACE', line: { method: 'TRACE' }, code: 'method_not_allowed' },
  { name: 'CONNECT', line: { method: 'CONNECT' }, code: 'method_not_allowed' },
  { name: 'a method in lower case', line: { method: 'post' }, code: 'method_not_allowed' },
  { name: 'PROPFIND', line: { method: 'PROPFIND' }, code: 'method_not_allowed' },
  { name: 'an absolute target', line: { url: 'http://evil/v1/chat/completions' } },
  { name: 'the asterisk', line: { method: 'OPTIONS', url: '*' } },
  { name: 'an authority', line: { url: 'evil:80' } },
  { name: 'no target', line: { url: '' } },
  { name: 'a double slash at the start', line: { url: '//evil/v1' } },
  { name: 'a double slash inside', line: { url: '/v1//models' } },
  { name: 'a backslash', line: { url: '/v1\\..\\admin' } },
  { name: 'a fragment', line: { url: '/v1/models#x' } },
  { name: 'two dots', line: { url: '/v1/../admin' } },
  { name: 'two dots at the end', line: { url: '/v1/..' } },
  { name: 'one dot', line: { url: '/v1/./admin' } },
  { name: 'encoded dots', line: { url: '/v1/%2e%2E/admin' } },
  { name: 'half encoded dots', line: { url: '/v1/.%2e/admin' } },
  { name: 'an encoded slash', line: { url: '/v1/..%2fadmin' } },
  { name: 'an encoded slash in capitals', line: { url: '/v1/a%2Fb' } },
  { name: 'an encoded backslash', line: { url: '/v1/a%5Cb' } },
  { name: 'an encoded NUL', line: { url: '/v1/a%00' } },
  { name: 'two Hosts', line: { headers: ['Host', 'a', 'host', 'a'] } },
  { name: 'two Authorizations', line: twice('Authorization') },
  { name: 'two X-Api-Keys', line: twice('X-Api-Key') },
  { name: 'two Api-Keys', line: twice('Api-Key') },
  { name: 'two X-LiteLLM-Api-Keys', line: twice('X-LiteLLM-Api-Key') },
  { name: 'two Content-Types', line: twice('Content-Type') },
  { name: 'two Content-Lengths', line: twice('Content-Length') },
  {
    name: 'Content-Length and Transfer-Encoding',
    line: { headers: [...host, 'Content-Length', '1', 'Transfer-Encoding', 'chunked'] },
  },
  { name: 'a Host with a path and query', line: { headers: ['Host', 'a/?'] } },
  { name: 'a Host with a user', line: { headers: ['Host', 'me@gateway'] } },
  { name: 'a Host with a fragment', line: { headers: ['Host', 'a#b'] } },
  { name: 'a Host with a backslash', line: { headers: ['Host', 'a\\b'] } },
  { name: 'a Host with a space', line: { headers: ['Host', 'a b'] } },
]

for (const { name, line, code = 'bad_request' } of refused) {
  t.test(`${name} is refused`, async t => t.equal(codeOf(line), code))
}

t.test('a header value that looks like a name does not count as one', async t => {
  t.equal(codeOf({ headers: [...host, 'X-Note', 'host', 'X-Other', 'authorization'] }), null)
})
