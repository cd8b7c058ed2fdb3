import { expect, test } from 'vitest'
import { isGlobalAddress } from './global-address.ts'

const words = (text: string): string[] => text.trim().split(/\s+/)

test.each([
  ['this network', '0.0.0.0 0.1.2.3'],
  ['private', '10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.255.255'],
  ['shared by a provider', '100.64.0.1 100.127.255.255'],
  ['loopback', '127.0.0.1 127.255.0.9 ::1'],
  ['link-local', '169.254.0.1 169.254.169.254 fe80::1 fe80::1%eth0 febf::1'],
  ['inside a cloud', '100.100.100.200 168.63.129.16'],
  ['documentation', '192.0.2.1 198.51.100.7 203.0.113.9 2001:db8::1 3fff::1 3fff:fff::1'],
  ['protocol assignments', '192.0.0.1 192.0.0.170 192.88.99.1 2001::1 2001:1::1 2001:3::1 2001:4:112::1 2001:30::1'],
  ['benchmarks', '198.18.0.1 198.19.255.255 2001:2::1'],
  ['several or all at once', '224.0.0.1 239.255.255.255 255.255.255.255 ff02::1 ff0e::1'],
  ['kept for later', '240.0.0.1 4000::1 5f00::1 1::1 100::1 2001:10::1 2001:20::1'],
  ['unique local and site-local', 'fc00::1 fd12:3456::1 fec0::1'],
  ['unspecified and v4-compatible', ':: ::8.8.8.8 ::7f00:1'],
  ['mapped and translated IPv4', '::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:7f00:1 ::ffff:0:8.8.8.8'],
  ['NAT64', '64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1'],
  ['6to4 and Teredo', '2002:7f00:1:: 2002:808:808::1 2001:0:808:808::1'],
  ['no address as a resolver spells it', 'localhost 127.1 0x7f.0.0.1 2130706433 017700000001 8.8.8.8:80 [::1] 1.2.3'],
])('S9 not open to the world: %s', (_, addresses) => {
  for (const address of words(addresses)) expect(isGlobalAddress(address), address).toBe(false)
  expect(isGlobalAddress('')).toBe(false)
})

test('S9 what lies just beside those ranges is open to the world', () => {
  const open = `
    1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 169.253.255.255
    172.15.255.255 172.32.0.0 192.167.255.255 198.17.255.255 198.20.0.0 223.255.255.255 2606:4700:4700::1111
    2a00:1450:4001:80b::200e 2001:200::1 2001:4860:4860::8888 2003::1 2400:cb00::1`
  for (const address of words(open)) expect(isGlobalAddress(address), address).toBe(true)
})
