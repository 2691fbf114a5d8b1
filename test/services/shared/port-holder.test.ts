import net, { type AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { portIsFree, portTaken } from '../../../services/shared/port-holder.ts'
import { refusingOrigin } from '../../support/fake-backend.ts'

async function takenPort(t: Test, host: string): Promise<number> {
  const server = net.createServer()
  await new Promise<void>(resolve => server.listen(0, host, resolve))
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

for (const host of ['127.0.0.1', '0.0.0.0', '::1', '::']) {
  t.test(`a port taken on ${host} is not free, and its holder is known`, async t => {
    const port = await takenPort(t, host)
    t.equal(await portIsFree(port, host), false)
    t.match(portTaken(port, 'X_PORT'), new RegExp(`^port ${port} is taken by .*\\(pid ${process.pid}\\); .* X_PORT=…$`))
  })
}

t.test('a free port has no holder', async t => {
  const port = Number(new URL(await refusingOrigin()).port)
  t.equal(await portIsFree(port, '127.0.0.1'), true)
  t.match(portTaken(port, 'X_PORT'), `port ${port} is taken; stop it`)
})

t.test('asking leaves the port free', async t => {
  const port = Number(new URL(await refusingOrigin()).port)
  for (let time = 0; time < 3; time += 1) t.equal(await portIsFree(port, '127.0.0.1'), true)
})
