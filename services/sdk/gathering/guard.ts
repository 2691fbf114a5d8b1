/**
 * Which addresses a request may send this process to. What is not on the public internet is reached only where the
 * configuration allows the host, as in LiteLLM (litellm_core_utils/url_utils.py).
 */
import { BlockList, isIP, isIPv6 } from 'node:net'

/** IANA's special-purpose registries, and addresses of cloud machinery that look public. */
const closed4: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]
const closed6: readonly string[] = [
  '::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]

const closed = new BlockList()
for (const [family, nets] of [['ipv4', closed4] as const, ['ipv6', closed6] as const]) {
  for (const net of nets) {
    const [address = '', bits] = net.split('/')
    closed.addSubnet(address, Number(bits), family)
  }
}

/** Whether an address is one of the public internet; what is no address is not. */
export function isPublic(address: string): boolean {
  if (!isIPv6(address)) return isIP(address) === 4 && !closed.check(address, 'ipv4')
  const inner = embedded(address)
  return inner === null ? !closed.check(address, 'ipv6') : isPublic(inner)
}

/** The IPv4 address that an IPv6 address stands for: written as IPv6, or behind a translator. */
function embedded(address: string): string | null {
  const plain = new URL(`http://[${address.split('%', 1)[0]}]`).hostname.slice(1, -1)
  const found = /^(?:::ffff:|64:ff9b::)(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})$/.exec(plain)
  if (!found) return null
  const [high, low] = [Number.parseInt(found[1] ?? '0', 16), Number.parseInt(found[2] ?? '0', 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

const bare = (host: string): string => host.toLowerCase().replace(/\.+$/, '')

/** Whether the configuration allows a host, on any port or on this one. */
export function isAllowed({ hostname, port, protocol }: URL, allowed: readonly string[]): boolean {
  const host = bare(hostname)
  const names = [host, `${host}:${port || (protocol === 'https:' ? 443 : 80)}`]
  return allowed.some(entry => names.includes(bare(entry)))
}
