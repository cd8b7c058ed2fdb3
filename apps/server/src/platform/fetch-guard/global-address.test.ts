import { expect, test } from 'vitest'
import { isGlobalAddress } from './global-address.ts'

test.each([
  // v4: this network, private, shared, loopback, link-local, protocol assignments, documentation, benchmarks, classes D and E
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.255.0.9'],
  ...['169.254.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.0.170', '192.0.2.1'],
  ...['192.88.99.1', '192.168.0.1', '192.168.255.255', '198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.9'],
  ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
  // v6: unspecified, loopback, v4-compatible, discard, unique local, link-local, site-local, multicast, documentation
  ...['::', '::1', '::8.8.8.8', '100::1', 'fc00::1', 'fd12:3456::1', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1'],
  ...['2001:db8::1', '3fff::1', '3fff:fff::1', '5f00::1', '4000::1', '1::1'],
  // v6 that carries v4: mapped, translated, NAT64 (both prefixes), 6to4, Teredo
  ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:0:8.8.8.8', '::ffff:7f00:1', '64:ff9b::7f00:1', '64:ff9b::808:808'],
  ...['64:ff9b:1::1', '2002:7f00:1::', '2002:808:808::1', '2001:0:808:808::1', '2001::1'],
  // v6 protocol assignments: benchmarking, ORCHID, drone ids, AS112, AMT
  ...['2001:2::1', '2001:10::1', '2001:20::1', '2001:30::1', '2001:4:112::1', '2001:3::1'],
  // no addresses, or other spellings than the system's resolver gives
  ...['', 'localhost', '127.1', '0x7f.0.0.1', '2130706433', '017700000001', '8.8.8.8:80', '[::1]', '1.2.3'],
])('S9 %s is not open to the world', (address) => {
  expect(isGlobalAddress(address)).toBe(false)
})

test.each([
  ...[
    '1.1.1.1',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.1',
  ],
  ...[
    '169.253.255.255',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
  ],
  ...[
    '2606:4700:4700::1111',
    '2a00:1450:4001:80b::200e',
    '2001:200::1',
    '2001:4860:4860::8888',
    '2003::1',
    '2400:cb00::1',
  ],
])('S9 %s is open to the world', (address) => {
  expect(isGlobalAddress(address)).toBe(true)
})
