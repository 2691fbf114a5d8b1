/** The type of a file that was fetched, as LiteLLM finds it: its server's word, its name's ending, its first bytes. */

const byEnding: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  pdf: 'application/pdf',
  csv: 'text/csv',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: 'text/html',
  txt: 'text/plain',
  md: 'text/markdown',
}

const saysNothing = ['binary/octet-stream', 'application/octet-stream']

/** The type of a file at an address, its bytes in base64; undefined where nothing tells it. */
export function mediaType(url: string, told: string | undefined, content: string): string | undefined {
  if (told && !saysNothing.includes(told)) return told
  const ending = (url.split('.').at(-1) ?? '').toLowerCase().split('?', 1)[0] ?? ''
  return byEnding[ending] ?? imageType(Buffer.from(content.slice(0, 24), 'base64').toString('latin1'))
}

const beginnings: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG\r\n[^ -~]\n/, 'image/png'],
  [/^GIF8.a/s, 'image/gif'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^.{4}ftyp/s, 'image/heic'],
  [/^RIFF.{4}WEBP/s, 'image/webp'],
]

const imageType = (head: string): string | undefined => beginnings.find(([pattern]) => pattern.test(head))?.[1]
