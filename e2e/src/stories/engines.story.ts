import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures } from '../harness/album.ts'
import { oneBrowser } from '../harness/chromium.ts'
import type { OtherBrowser } from '../harness/engines/browser.ts'
import { launchFirefox } from '../harness/engines/firefox.ts'
import { Hands } from '../harness/engines/hands.ts'
import { launchWebKit } from '../harness/engines/webkit.ts'
import { password, Person } from '../harness/person.ts'
import { Server } from '../harness/server.ts'

const chromium = oneBrowser()
const engines = [
  { engine: 'Firefox', launch: launchFirefox },
  { engine: 'WebKitGTK', launch: launchWebKit },
]

describe.each(engines)('$engine beside Chromium', ({ launch }) => {
  let server: Server
  let other: OtherBrowser
  let hands: Hands
  let boris: Person

  beforeAll(async () => {
    server = await Server.start()
    other = await launch()
    hands = new Hands(other)
    boris = await Person.arrive(chromium(), server, 'Boris', 'boris@example.org', {
      width: 'desktop',
      language: 'en',
      scheme: 'light',
    })
    await boris.signUp()
  })
  afterAll(async () => {
    await other?.close()
    await server?.remove()
  })
  keepFailures(() => [boris])

  test('somebody signs up', async () => {
    await other.open(server.url)
    await hands.press(hands.say('auth.createAccount'))
    await hands.fill(hands.say('auth.name'), 'Anna')
    await hands.fill(hands.say('auth.email'), 'anna@example.org')
    await hands.fill(hands.say('auth.password'), password)
    await hands.press(hands.say('auth.createAccount'))
    await hands.sees(hands.say('auth.checkMail'))
    await hands.fill(hands.say('auth.digit', { number: 1 }), await server.code('anna@example.org'))
    await hands.press(hands.say('auth.key.later'))
    await hands.sees(hands.say('chats.title'))
  })

  test('what one engine seals the other opens', async () => {
    await boris.find('anna', 'Anna')
    await boris.write('from Chromium')
    await hands.press(hands.say('chats.requests.title'))
    // The door to the requests names him too.
    await hands.sees(hands.say('chats.requests.note'))
    await hands.press('Boris')
    await hands.press(hands.say('messages.request.accept'))
    await hands.sees('from Chromium')
    await hands.fill(hands.say('messages.field'), 'and back')
    await hands.press(hands.say('messages.send'))
    await boris.sees('and back')
    await boris.marked('from Chromium', 'read')
  })

  test('the worker keeps a copy of the app: it starts without a server, and shows what was said', async () => {
    const controlled = () => other.run<boolean>('navigator.serviceWorker.ready.then(({ active }) => active !== null)')
    expect(await controlled()).toBe(true)
    await server.down()
    await other.open(`${server.url}/`)
    await hands.sees('and back')
    await hands.press('Boris')
    await hands.sees('from Chromium')
  })

  test('what is written meanwhile waits, and goes out when the server is back', async () => {
    await hands.fill(hands.say('messages.field'), 'on the way')
    await hands.press(hands.say('messages.send'))
    await hands.sees('on the way')
    await server.up()
    await boris.sees('on the way')
  })
})
