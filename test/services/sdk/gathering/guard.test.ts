import t from 'tap'
import { isAllowed, isPublic } from '../../../../services/sdk/gathering/guard.ts'

const addresses: readonly (readonly [address: string, isPublic: boolean])[] = [
  ['8.8.8.8', true],
  ['0.0.0.0', false],
  ['10.1.2.3', false],
  ['100.64.0.1', false],
  ['100.128.0.1', true],
  ['127.0.0.1', false],
  ['168.63.129.16', false],
  ['169.254.169.254', false],
  ['172.15.0.1', true],
  ['172.31.0.1', false],
  ['192.0.0.8', false],
  ['192.168.1.1', false],
  ['198.19.0.1', false],
  ['203.0.113.9', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['2606:4700::1111', true],
  ['::', false],
  ['::1', false],
  ['::127.0.0.1', false],
  ['fe80::1', false],
  ['fe80::1%eth0', false],
  ['fd00::1', false],
  ['ff02::1', false],
  ['2001:db8::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:8.8.8.8', true],
  ['::ffff:a00:1', false],
  ['64:ff9b::a9fe:a9fe', false],
  ['64:ff9b::808:808', true],
  ['nowhere', false],
  ['', false],
]

const hosts: readonly (readonly [url: string, allowed: readonly string[], isAllowed: boolean])[] = [
  ['http://files.internal/a', ['files.internal'], true],
  ['http://FILES.internal./a', ['Files.Internal.'], true],
  ['http://files.internal:8080/a', ['files.internal'], true],
  ['http://files.internal:8080/a', ['files.internal:8080'], true],
  ['http://files.internal:8081/a', ['files.internal:8080'], false],
  ['http://files.internal/a', ['files.internal:80'], true],
  ['https://files.internal/a', ['files.internal:443'], true],
  ['https://files.internal/a', ['files.internal:80'], false],
  ['http://[::1]:1/a', ['[::1]'], true],
  ['http://other.internal/a', ['files.internal'], false],
  ['http://more.files.internal/a', ['files.internal'], false],
  ['http://files.internal/a', [], false],
]

t.test('what is on the public internet', async t => {
  for (const [address, wanted] of addresses) t.equal(isPublic(address), wanted, address || 'nothing')
})

t.test('whom the configuration allows', async t => {
  for (const [url, allowed, wanted] of hosts) {
    t.equal(isAllowed(new URL(url), allowed), wanted, `${url} by ${allowed.join(', ') || 'nobody'}`)
  }
})
