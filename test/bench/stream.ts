// What a streamed chunk costs on the sdk backend, against the least a relay can do, and what it adds to the first token.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import { join } from 'node:path'
import { type Wire, wires } from './wires.ts'

const rounds = 5
const streams = 20
const tokens = 400
const firstTokens = 300
const target = { ratio: 3, firstTokenMs: 1 }

interface Child {
  readonly origin: string
  /** Microseconds of CPU so far. */
  cpu(): Promise<number>
  stop(): void
}

async function start(...args: string[]): Promise<Child> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'child.ts'), args)
  const [port] = (await once(child, 'message')) as [number]
  return {
    origin: `http://127.0.0.1:${port}`,
    async cpu() {
      child.send('cpu')
      const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage]
      return user + system
    },
    stop: () => void child.kill(),
  }
}

interface Way {
  readonly origin: string
  readonly path: string
}

const agent = new http.Agent({ keepAlive: true })
const question = (wire: Wire): string =>
  JSON.stringify({ model: wire.model, stream: true, max_tokens: 500, messages: [{ role: 'user', content: 'Hi' }] })

/** Runs one stream; the milliseconds until its first token. */
function stream(wire: Wire, { origin, path }: Way, length: number): Promise<number> {
  const body = question(wire)
  const headers = { 'content-type': 'application/json', 'x-bench-tokens': String(length) }
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const request = http.request(origin + path, { method: 'POST', agent, headers }, answer => {
      let first = 0
      answer.on('data', (chunk: Buffer) => {
        if (first === 0 && chunk.includes(' token')) first = performance.now() - began
      })
      answer.once('end', () => (first > 0 ? resolve(first) : reject(new Error(`status ${answer.statusCode}`))))
      answer.once('error', reject)
    })
    request.once('error', reject)
    request.end(body)
  })
}

async function cpuPerChunk(child: Child, wire: Wire, way: Way): Promise<number> {
  const before = await child.cpu()
  await Promise.all(Array.from({ length: streams }, () => stream(wire, way, tokens)))
  return ((await child.cpu()) - before) / (streams * tokens)
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const providerPaths: Readonly<Record<string, string>> = {
  gpt: '/v1/chat/completions',
  claude: '/v1/messages',
  gemini: '/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
}

const provider = await start('provider', String(tokens))
const relay = await start('relay', provider.origin)
const worker = await start('worker', provider.origin)
let missed = false

for (const wire of wires) {
  const straight = providerPaths[wire.model] ?? ''
  const ways = {
    relay: { origin: relay.origin, path: straight },
    worker: { origin: worker.origin, path: '/v1/chat/completions' },
    none: { origin: provider.origin, path: straight },
  }
  const cost = { relay: [] as number[], worker: [] as number[] }
  // The first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    const relayed = await cpuPerChunk(relay, wire, ways.relay)
    const worked = await cpuPerChunk(worker, wire, ways.worker)
    if (round > 0) cost.relay.push(relayed)
    if (round > 0) cost.worker.push(worked)
  }
  const first = { relay: [] as number[], worker: [] as number[], none: [] as number[] }
  for (let turn = 0; turn < firstTokens; turn += 1) {
    for (const way of ['none', 'relay', 'worker'] as const) first[way].push(await stream(wire, ways[way], 1))
  }
  const ratio = median(cost.worker.map((value, round) => value / (cost.relay[round] ?? Number.NaN)))
  const added = median(first.worker) - median(first.none)
  missed ||= ratio > target.ratio || added > target.firstTokenMs
  console.log(
    `${wire.model.padEnd(7)} CPU per chunk: relay ${median(cost.relay).toFixed(1)} µs, sdk ${median(cost.worker).toFixed(1)} µs, ` +
      `ratio ${ratio.toFixed(2)} (at most ${target.ratio}); first token at p50: straight ${median(first.none).toFixed(2)} ms, ` +
      `relay ${median(first.relay).toFixed(2)} ms, sdk ${median(first.worker).toFixed(2)} ms, ` +
      `added ${added.toFixed(2)} ms (at most ${target.firstTokenMs})`,
  )
}

for (const child of [provider, relay, worker]) child.stop()
agent.destroy()
process.exitCode = missed ? 1 : 0
