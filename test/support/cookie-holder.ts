/** A child process with a session: a message `{ set }` is a Set-Cookie, `{ ask }` is answered with the Cookie header. */
import { createSessionManager } from '../../services/sdk/sessions/manager.ts'

const [folder = '', origin = ''] = process.argv.slice(2)

const manager = createSessionManager(1_000, { folder })
const session = manager.sessionFor(origin, 'key')
process.on('message', (order: { set?: string; ask?: true; close?: true }) => {
  if (order.set !== undefined) session.keepCookies(order.set, origin)
  if (order.ask) process.send?.(session.cookieHeader(origin))
  if (order.close) void manager.close().then(() => process.exit())
})
process.send?.('ready')
