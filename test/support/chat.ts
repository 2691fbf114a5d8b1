/** Chat requests over plain sockets, for tests that look at the connection itself. */
import http from 'node:http'

/** What became of one streamed or whole request. */
export interface Exchange {
  readonly status: number
  readonly backend: string
  readonly text: string
  /** Whether the response ended as HTTP says a whole one ends. */
  readonly clean: boolean
  readonly startedAt: number
}

/** How to call: `prompt` may carry a simulator marker; `leave` closes the connection at the first byte or before it. */
export interface ChatOptions {
  readonly url: string
  readonly key: string
  readonly prompt: string
  readonly model?: string
  readonly stream?: boolean
  readonly path?: string
  readonly backend?: 'binary' | 'sdk'
  readonly agent?: http.Agent
  readonly onChunk?: (text: string) => void
  readonly signal?: AbortSignal
}

/** Sends one request and waits for its end, whichever kind it is. Connection failures before an answer reject. */
export function chat(options: ChatOptions): Promise<Exchange> {
  const {
    url,
    key,
    prompt,
    model = 'claude-haiku-4.5',
    stream = false,
    path = '/v1/chat/completions',
    backend,
    agent,
    onChunk,
    signal,
  } = options
  const body = JSON.stringify({ model, stream, max_tokens: 1000, messages: [{ role: 'user', content: prompt }] })
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const req = http.request(
      url + path,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...(backend ? { 'x-crossfade-backend': backend } : {}),
        },
        ...(agent ? { agent } : {}),
        ...(signal ? { signal } : {}),
      },
      res => {
        let text = ''
        res.setEncoding('utf8')
        res.on('data', (chunk: string) => {
          text += chunk
          onChunk?.(chunk)
        })
        const finish = (): void =>
          resolve({
            status: res.statusCode ?? 0,
            backend: String(res.headers['x-crossfade-backend']),
            text,
            clean: res.complete,
            startedAt,
          })
        res.on('error', finish)
        res.on('close', finish)
      },
    )
    req.on('error', reject)
    req.end(body)
  })
}
