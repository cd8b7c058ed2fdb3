import type { CDPSession } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures } from '../harness/album.ts'
import { oneBrowser } from '../harness/chromium.ts'
import { phoneByDay } from '../harness/looks.ts'
import { password, Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { meet } from '../harness/two-people.ts'

const browser = oneBrowser()

async function accessible(person: Person, screen: string): Promise<void> {
  expect(await accessibilityViolations(person.page), screen).toEqual([])
}

/** The browser's own authenticator, whose holder is always there and always verified. */
async function give(line: CDPSession, hasPrf: boolean): Promise<string> {
  const { authenticatorId } = await line.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return authenticatorId
}

describe.each(phoneByDay)('a passkey: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  let line: CDPSession

  beforeAll(async () => {
    server = await Server.start()
    ;[anna, boris] = await meet(browser(), server, look, 'see you at noon')
    line = await anna.page.context().newCDPSession(anna.page)
    await line.send('WebAuthn.enable')
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(() => [anna, boris])

  const dialog = () => anna.page.getByRole('dialog')
  const rows = () => anna.page.getByRole('list', { name: anna.say('security.passkey.title') }).getByRole('listitem')

  async function prove(action: string): Promise<void> {
    await dialog().getByLabel(anna.say('auth.password'), { exact: true }).fill(password)
    await dialog()
      .getByRole('button', { name: anna.say(action), exact: true })
      .click()
  }

  test('P216 one that opens no keys is not taken, and says so', async () => {
    const keyless = await give(line, false)
    await anna.page.goto(`${server.url}/settings/access`)
    await anna.button('security.passkey.add').click()
    await prove('security.totp.go')
    await dialog().getByText(anna.say('errors.PASSKEY_KEYLESS')).waitFor()
    await dialog()
      .getByRole('button', { name: anna.say('app.cancel') })
      .click()
    expect(await rows().count()).toBe(0)
    await line.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: keyless })
  })

  test('P216 E96 it is added, and signs in alone: no password, and the whole history', async () => {
    await give(line, true)
    await anna.page.goto(`${server.url}/settings/access`)
    await anna.button('security.passkey.add').click()
    await prove('security.totp.go')
    await rows().first().waitFor()
    await anna.page.goto(`${server.url}/settings`)
    await anna.page.getByRole('button', { name: anna.say('account.signOut.action') }).click()
    await dialog()
      .getByRole('button', { name: anna.say('account.signOut.confirm'), exact: true })
      .click()
    await anna.button('auth.byPasskey').waitFor()
    await anna.button('auth.byPasskey').click()
    await anna.listed()
    await anna.open('Boris')
    await anna.sees('see you at noon')
  })

  test('P219 it is removed with the password, and lets nobody in any more', async () => {
    await anna.page.goto(`${server.url}/settings/access`)
    // Axe opens a page of its own, and the browser lets no passkey be used behind another page: it comes last.
    await rows().first().waitFor()
    await accessible(anna, 'passkey-listed')
    await rows().getByRole('button').click()
    await accessible(anna, 'passkey-remove')
    await prove('security.passkey.removeGo')
    await anna.page.getByText(anna.say('security.passkey.removed')).waitFor()
    await expect.poll(() => rows().count()).toBe(0)
    expect(anna.complaints).toEqual([])
  })
})
