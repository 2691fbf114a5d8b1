import t from 'tap'
import { isLoopback } from '../../../services/shared/loopback.ts'

t.test('which hosts are this machine', async t => {
  for (const host of ['localhost', '[::1]', '127.0.0.1', '127.1.2.3']) t.ok(isLoopback(host), host)
  for (const host of ['127.evil.test', 'localhost.test', '128.0.0.1', '127.0.0.1.test', '[::2]', ''])
    t.notOk(isLoopback(host), host)
})
