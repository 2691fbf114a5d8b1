/**
 * Each process's own listener, on a loopback port of its own: `/metrics`, `/healthz`, `/readyz`. Cluster processes share
 * their public port, so this is the only way to ask one of them. It is announced in a file of the runtime folder.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Registry } from 'prom-client'

/** One running process, as its file says. */
export interface Announced {
  readonly proc: string
  readonly pid: number
  readonly port: number
}

/** What the listener tells. `ready` may say why not. */
export interface HealthOptions {
  readonly proc: string
  readonly runtime: string
  readonly registry: Registry
  readonly ready: () => boolean
}

/** Starts the listener and announces it. `close` takes both back. */
export async function announce(options: HealthOptions): Promise<{ close(): Promise<void> }> {
  const server = http.createServer((req, res) => void answer(req, res, options))
  // Exclusive: a cluster worker would otherwise share its port with its siblings.
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: 0, host: '127.0.0.1', exclusive: true }, resolve)
  })
  const { port } = server.address() as AddressInfo
  const file = announcementFile(options.runtime, options.proc)
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const announced: Announced = { proc: options.proc, pid: process.pid, port }
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(announced))
  renameSync(`${file}.${process.pid}`, file)
  return {
    async close() {
      if (readAnnouncement(file)?.pid === process.pid) rmSync(file, { force: true })
      server.closeAllConnections()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}

/** Every process that has announced itself and is still there. */
export function announcedProcesses(runtime: string): Announced[] {
  const folder = path.join(runtime, 'procs')
  return listFiles(folder)
    .filter(name => name.endsWith('.json'))
    .flatMap(name => readAnnouncement(path.join(folder, name)) ?? [])
    .toSorted((a, b) => a.proc.localeCompare(b.proc))
}

/** Whether a process of that id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function answer(req: http.IncomingMessage, res: http.ServerResponse, options: HealthOptions): Promise<void> {
  switch (req.url) {
    case '/metrics':
      res.setHeader('content-type', options.registry.contentType)
      res.end(await options.registry.metrics())
      return
    case '/healthz':
      res.end('ok\n')
      return
    case '/readyz': {
      const ready = options.ready()
      res.statusCode = ready ? 200 : 503
      res.end(ready ? 'ready\n' : 'not ready\n')
      return
    }
    default:
      res.statusCode = 404
      res.end('not found; there are /metrics, /healthz and /readyz\n')
  }
}

function announcementFile(runtime: string, proc: string): string {
  return path.join(runtime, 'procs', `${proc}.json`)
}

function readAnnouncement(file: string): Announced | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Announced
  } catch {
    return null
  }
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
