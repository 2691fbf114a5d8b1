/** A client that sends the bytes it is given and keeps the bytes it gets: what no HTTP library would send or show. */
import net from 'node:net'

export interface RawClient {
  readonly socket: net.Socket
  /** Everything received so far. */
  text(): string
  send(bytes: string | Buffer): void
  /** Resolves once what was received matches; rejects when the connection closes before. */
  until(pattern: RegExp): Promise<string>
  /** Resolves with everything received, however the connection ends. */
  readonly closed: Promise<string>
}

/** Connects and sends. Bytes are Latin-1, so every octet can be written. */
export function rawClient(port: number, bytes: string | Buffer = ''): RawClient {
  let received = ''
  const socket = net.connect(port, '127.0.0.1')
  const watchers = new Set<() => void>()
  const closed = new Promise<string>(resolve => socket.once('close', () => resolve(received)))
  socket.on('error', () => {})
  socket.on('data', chunk => {
    received += chunk.toString('latin1')
    for (const watch of watchers) watch()
  })
  const client: RawClient = {
    socket,
    closed,
    text: () => received,
    send: more => void socket.write(typeof more === 'string' ? Buffer.from(more, 'latin1') : more),
    until: pattern =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          if (!pattern.test(received)) return
          watchers.delete(watch)
          resolve(received)
        }
        watchers.add(watch)
        watch()
        void closed.then(() => reject(new Error(`closed before ${pattern}: ${JSON.stringify(received)}`)))
      }),
  }
  if (bytes.length > 0) client.send(bytes)
  return client
}

/** Sends one message and answers everything that comes back until the server closes; `Connection: close` is the sender's. */
export function rawExchange(port: number, bytes: string): Promise<string> {
  return rawClient(port, bytes).closed
}

/** The status of an answer's first line; 0 where there is none. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
}

/** One header of the first answer, or undefined. */
export function headerOf(answer: string, name: string): string | undefined {
  const head = answer.split('\r\n\r\n', 1)[0] ?? ''
  return new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]
}

/** A chat completion as bytes; `lines` are further header lines. */
export function chatBytes(
  lines: readonly string[] = [],
  body = '{"model":"m"}',
  path = '/v1/chat/completions',
): string {
  return [
    `POST ${path} HTTP/1.1`,
    'Host: gateway',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...lines,
    '',
    body,
  ].join('\r\n')
}
