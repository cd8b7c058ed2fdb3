import { expect, test } from 'vitest'
import { wayToInstall } from './install-way.ts'

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
const mac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15'
const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
const foxPhone = 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0'
const fox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

const by = (agent: string, facts: { installed?: boolean; canAsk?: boolean; touchPoints?: number } = {}) =>
  wayToInstall({ installed: false, canAsk: false, touchPoints: 0, ...facts, agent })

test('every browser is told its own way', () => {
  expect(by(chrome, { canAsk: true })).toBe('ask')
  expect(by(chrome)).toBe('menu')
  expect(by(foxPhone)).toBe('menu')
  expect(by(fox)).toBe('none')
  expect(by(mac)).toBe('mac_safari')
  expect(by(iphone)).toBe('iphone')
})

test('an iPad that says Macintosh is one', () => expect(by(mac, { touchPoints: 5 })).toBe('iphone'))

test('what is installed is not offered again', () => expect(by(chrome, { installed: true, canAsk: true })).toBe('done'))
