import t from 'tap'
import { withFetchedMedia } from '../../../../services/sdk/providers/bedrock/remote-media.ts'
import { type Fetched, keyOf, Missing, type RemoteFile } from '../../../../services/sdk/providers/materials.ts'
import { mediaType } from '../../../../services/sdk/providers/media-type.ts'
import { withDocuments } from '../../../../services/sdk/providers/openai/documents.ts'
import {
  everyRemote,
  fileBytes,
  type Inlines,
  plainImages,
  remoteImages,
  withRemoteMedia,
} from '../../../../services/sdk/providers/remote-media.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'

const got = (type?: string, status = 200): Fetched => ({ kind: 'answer', status, type, content: 'iVBORw0KGgo=' })
const there = (kind: RemoteFile['kind'], all: Record<string, Fetched>) => ({
  materials: new Map(Object.entries(all).map(([url, fetched]) => [keyOf({ kind, url }), fetched])),
})
const user = (...content: JsonObject[]): JsonObject => ({ role: 'user', content })
const image = (url: string, more: JsonObject = {}): JsonObject => ({ type: 'image_url', image_url: { url, ...more } })
const file = (file: JsonObject): JsonObject => ({ type: 'file', file })
const source = (type: string, url: string): JsonObject => ({ type, source: { type: 'url', url } })

const [http, https, pdf] = ['http://h/a.png', 'https://h/a.png', 'https://h/A.PDF']
const data = 'data:image/png;base64,iVBORw0KGgo='

const parts: readonly (readonly [name: string, part: JsonObject, want: JsonObject])[] = [
  ['an image', image(https, { detail: 'low' }), image(data, { detail: 'low' })],
  ['a bare image', { type: 'image_url', image_url: http }, { type: 'image_url', image_url: data }],
  ['data', image(data), image(data)],
  ['a file', file({ file_id: https, filename: 'n' }), file({ file_data: data, filename: 'n' })],
  ['a PDF', file({ file_id: pdf }), file({ file_data: data, format: 'application/pdf' })],
  ['a PDF with a format', file({ file_id: pdf, format: 'x/y' }), file({ file_data: data, format: 'x/y' })],
  ['an uploaded file', file({ file_id: 'file-1' }), file({ file_id: 'file-1' })],
  ['a file without any', { type: 'file' }, { type: 'file' }],
  [
    'an image of Anthropic',
    source('image', https),
    { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } },
  ],
  [
    'a document of Anthropic',
    source('document', pdf),
    { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'iVBORw0KGgo=' } },
  ],
  [
    'a source that is a text',
    { type: 'document', source: { type: 'text', url: https } },
    { type: 'document', source: { type: 'text', url: https } },
  ],
  ['text', { type: 'text', text: https }, { type: 'text', text: https }],
]

t.test('what lies elsewhere is put in its place', async t => {
  const materials = there('media', { [http]: got('image/png'), [https]: got('image/png'), [pdf]: got('image/png') })
  for (const [name, part, want] of parts) {
    t.strictSame(withRemoteMedia([user(part)], materials, everyRemote), [user(want)], name)
  }
  const spoken = [{ role: 'user', content: https }]
  t.equal(withRemoteMedia(spoken, {}, everyRemote), spoken, 'a text is left alone')
})

const missing: readonly (readonly [name: string, inlines: Inlines, want: readonly string[]])[] = [
  ['everything', everyRemote, [http, https, pdf]],
  ['images', remoteImages, [http, https]],
  ['images over plain http', plainImages, [http]],
  ['the bytes of files', fileBytes, ['https://h/bytes']],
]

t.test('what is missing is said once', async t => {
  const messages = [
    user(image(http), image(https), image(https), file({ file_id: pdf }), file({ file_data: 'https://h/bytes' })),
    user(image(http)),
  ]
  for (const [name, inlines, want] of missing) {
    const materials = want.map(url => ({ kind: 'media' as const, url }))
    t.throws(() => withRemoteMedia(messages, {}, inlines), new Missing(materials), name)
  }
})

const failures: readonly (readonly [Fetched, string])[] = [
  [got('image/png', 404), 'Error: Unable to fetch image from URL. Status code: 404, url=http://h/x'],
  [
    got(),
    "Error: Unable to determine image content type from the server's headers, the URL, or the image bytes. url=http://h/x",
  ],
  [{ kind: 'disabled' }, 'Error: Image URL download is disabled (MAX_IMAGE_URL_DOWNLOAD_SIZE_MB=0). url=http://h/x'],
  [{ kind: 'unreachable', because: '-' }, 'Error: Unable to fetch image from URL after 3 attempts. url=http://h/x'],
  [
    { kind: 'rejected', because: '-' },
    'Error: Unable to fetch image from URL. The proxy could not resolve this host or its URL policy rejected it; an ' +
      'admin can check the proxy log and `user_url_allowed_hosts` in litellm_settings. url=http://h/x',
  ],
  [
    { kind: 'too large', megabytes: 50.125, most: 50 },
    'Error: Image size (50.13MB) exceeds maximum allowed size (50.0MB). url=http://h/x',
  ],
]

t.test("failures are told in LiteLLM's words", async t => {
  for (const [fetched, message] of failures) {
    const nothing = fetched.kind === 'answer' && fetched.status === 200 ? { ...fetched, content: '' } : fetched
    const materials = there('media', { 'http://h/x': nothing })
    t.throws(() => withRemoteMedia([user(image('http://h/x'))], materials, everyRemote), { message }, message)
  }
})

const types: readonly (readonly [url: string, told: string | undefined, bytes: string, want: string | undefined])[] = [
  ['http://h/a', 'image/webp', '', 'image/webp'],
  ['http://h/a.gif', 'text/html; charset=utf-8', '', 'text/html; charset=utf-8'],
  ['http://h/a.gif', 'binary/octet-stream', '', 'image/gif'],
  ['http://h/a.PDF?x=1', 'application/octet-stream', '', 'application/pdf'],
  ['http://h/a?x=1.md', undefined, '', 'text/markdown'],
  ['http://h/a', undefined, '\x89PNG\r\n\x1a\n', 'image/png'],
  ['http://h/a', undefined, 'GIF89a', 'image/gif'],
  ['http://h/a', undefined, '\xff\xd8\xff', 'image/jpeg'],
  ['http://h/a', undefined, '0000ftypheic', 'image/heic'],
  ['http://h/a', undefined, 'RIFF0000WEBP', 'image/webp'],
  ['http://h/a', undefined, 'RIFF0000WAVE', undefined],
  ['http://h/a', undefined, '', undefined],
]

t.test('the type is found where it can be', async t => {
  for (const [url, told, bytes, want] of types) {
    t.equal(mediaType(url, told, Buffer.from(bytes, 'latin1').toString('base64')), want, `${url} ${told} ${bytes}`)
  }
})

t.test('Converse is given bytes, and told where there are none', async t => {
  const kind = 'document'
  const given = [user(image(http, { format: 'image/png' }), file({ file_id: pdf }), image(data))]
  t.strictSame(withFetchedMedia(given, there(kind, { [http]: got('Image/PNG; q=1'), [pdf]: got('odd') })), [
    user(image(data, { format: 'image/png' }), file({ file_data: 'data:text/plain;base64,iVBORw0KGgo=' }), image(data)),
  ])
  for (const [fetched, message] of [
    [got('text/html', 404), "BedrockException - Client error '404 Not Found' for url 'http://h/a.png'"],
    [got('text/html', 503), "BedrockException - Server error '503 Service Unavailable' for url 'http://h/a.png'"],
    [{ kind: 'unreachable', because: 'why' }, 'BedrockException - why'],
    [{ kind: 'rejected', because: 'why' }, 'why'],
    [{ kind: 'too large', megabytes: 2, most: 1 }, 'Error: Image size (2.00MB) exceeds maximum allowed size (1.0MB).'],
  ] satisfies [Fetched, string][]) {
    t.throws(
      () => withFetchedMedia([user(image(http))], there(kind, { [http]: fetched })),
      new RegExp(message.replaceAll(/[().]/g, '.')),
    )
  }
})

t.test("OpenAI's wire gets its users' documents with a name", async t => {
  const [given, kept] = [
    user(file({ file_id: pdf, filename: 'mine' })),
    { role: 'assistant', content: [file({ file_id: pdf })] },
  ]
  t.strictSame(withDocuments([given, kept], there('media', { [pdf]: got('application/pdf') })), [
    user(file({ file_data: 'data:application/pdf;base64,iVBORw0KGgo=', filename: 'my_file.pdf' })),
    kept,
  ])
  t.throws(
    () => withDocuments([user(file({ file_id: 'www.h/a.pdf' }))], {}),
    new Missing([{ kind: 'media', url: 'www.h/a.pdf' }]),
  )
})
