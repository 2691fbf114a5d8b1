/** What lies on the simulated web: files by their names, each of the fewest bytes that begin as such a file does. */

const signatures: Readonly<Record<string, readonly [type: string, bytes: Buffer]>> = {
  png: ['image/png', Buffer.from('iVBORw0KGgo=', 'base64')],
  jpg: ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10])],
  jpeg: ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xdb, 0, 0x43])],
  gif: ['image/gif', Buffer.from('GIF89a')],
  webp: ['image/webp', Buffer.from('RIFF\x04\x00\x00\x00WEBP', 'latin1')],
  heic: ['image/heic', Buffer.from('\x00\x00\x00\x18ftypheic', 'latin1')],
  bmp: ['image/bmp', Buffer.from('BM')],
  svg: ['image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  pdf: ['application/pdf', Buffer.from('%PDF-1.7\n%%EOF\n')],
  txt: ['text/plain; charset=utf-8', Buffer.from('Plain words.\n')],
  md: ['text/markdown', Buffer.from('# Words\n')],
  csv: ['text/csv', Buffer.from('a,b\n1,2\n')],
  html: ['text/html; charset=utf-8', Buffer.from('<!doctype html><title>A page</title>')],
  docx: [
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    Buffer.from('PK\x03\x04', 'latin1'),
  ],
  json: ['application/json', Buffer.from('{}')],
  mp4: ['video/mp4', Buffer.from('\x00\x00\x00\x18ftypmp42', 'latin1')],
  mp3: ['audio/mpeg', Buffer.from('ID3')],
  wav: ['audio/wav', Buffer.from('RIFF\x04\x00\x00\x00WAVE', 'latin1')],
}

/** A file of the web; its name's ending says what it is, and `none` has an ending nobody knows. */
export interface WebFile {
  readonly type: string
  readonly bytes: Buffer
}

/** The file of a name; null where there is none. */
export function webFile(name: string): WebFile | null {
  const found = signatures[name.split('.').at(-1)?.toLowerCase() ?? '']
  return found ? { type: found[0], bytes: found[1] } : null
}
