import type { Writable } from 'node:stream'

/**
 * Waits until a client has read what it was sent, and then goes on. One that leaves it unread for longer than its
 * patience is cut off: its response closes as that of any client that has left, and what feeds it ends.
 */
export function whenDrained(response: Writable, patienceMs: number, goOn: () => void): void {
  const stop = (): void => {
    clearTimeout(timer)
    response.off('drain', drained)
    response.off('close', stop)
  }
  const drained = (): void => {
    stop()
    goOn()
  }
  const timer = setTimeout(() => response.destroy(), patienceMs)
  response.on('drain', drained)
  response.on('close', stop)
}
