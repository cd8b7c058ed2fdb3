import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authenticatorCode } from '../../../apps/server/src/testing/authenticator.ts'
import { keepFailures } from '../harness/album.ts'
import { oneBrowser } from '../harness/chromium.ts'
import { phoneByDay } from '../harness/looks.ts'
import { password, Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { meet } from '../harness/two-people.ts'

const browser = oneBrowser()
const changed = 'тёплый снег 9 под окном'

async function accessible(person: Person, screen: string): Promise<void> {
  expect(await accessibilityViolations(person.page), screen).toEqual([])
}

describe.each(phoneByDay)('an account and its keys: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  let lost: Person

  beforeAll(async () => {
    server = await Server.start()
    ;[anna, boris] = await meet(browser(), server, look, 'see you at noon')
    lost = await Person.arrive(browser(), server, 'Anna', 'anna@example.org', look)
    await lost.signIn()
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(() => [anna, boris, lost])

  test('R1 a lost device is ended by another: it closes within 5 s, wipes itself and says why', async () => {
    await lost.open('Boris')
    await lost.sees('see you at noon')
    await anna.page.goto(`${server.url}/settings/devices`)
    await anna.page.getByText(anna.say('security.devices.here'), { exact: true }).waitFor()
    const rows = anna.page.getByRole('list', { name: anna.say('account.devices.title') }).getByRole('listitem')
    expect(await rows.count()).toBe(2)
    await accessible(anna, 'devices')
    await rows.getByRole('button', { name: new RegExp(`^${anna.say('security.devices.end', { name: '' })}`) }).click()
    await accessible(anna, 'devices-end')
    const confirm = anna.button('security.devices.endConfirm')
    await anna.page.getByRole('dialog').getByLabel(anna.say('auth.password'), { exact: true }).fill('wrong')
    await confirm.click()
    await anna.page.getByText(anna.say('errors.PASSWORD_WRONG')).waitFor()
    await anna.page.getByRole('dialog').getByLabel(anna.say('auth.password'), { exact: true }).fill(password)
    const from = performance.now()
    await confirm.click()
    await lost.page.getByText(lost.say('auth.ended.revoked')).waitFor()
    expect(performance.now() - from).toBeLessThan(5000)
    await accessible(lost, 'ended')
    await anna.page.getByText(anna.say('security.devices.ended')).waitFor()
    // The list is read again behind the words.
    await expect.poll(() => rows.count()).toBe(1)
    await lost.page.reload()
    await lost.button('auth.signIn').waitFor()
  })

  test('what is written then reaches everybody who stayed', async () => {
    await boris.write('after the loss')
    await anna.page.goto(server.url)
    await anna.open('Boris')
    await anna.sees('after the loss')
    await anna.write('got it')
    await boris.sees('got it')
    await lost.signIn()
    await lost.open('Boris')
    for (const text of ['see you at noon', 'after the loss', 'got it']) await lost.sees(text)
  })

  test('R10 another password: both devices stay, the next sign-in takes the new one', async () => {
    await anna.page.goto(`${server.url}/settings/access`)
    await anna.field('security.password.old').fill(password)
    await anna.field('security.password.new').fill('1234')
    await anna.button('security.password.change').click()
    await anna.page.getByText(anna.say('auth.passwordWeak')).waitFor()
    await accessible(anna, 'password')
    await anna.field('security.password.new').fill(changed)
    await anna.button('security.password.change').click()
    await anna.page.getByText(anna.say('security.password.changed')).waitFor()
    await lost.write('still here')
    await boris.sees('still here')
    const tablet = await Person.arrive(browser(), server, 'Anna', 'anna@example.org', look)
    await tablet.trySignIn(password)
    await tablet.page.getByText(tablet.say('errors.CREDENTIALS_WRONG')).waitFor()
    await tablet.signIn(changed)
    await tablet.open('Boris')
    for (const text of ['see you at noon', 'after the loss', 'still here']) await tablet.sees(text)
    expect(tablet.complaints.filter((line) => !line.includes('401'))).toEqual([])
    await tablet.leave()
  })

  test('other words in the place of the lost ones', async () => {
    await anna.page.goto(`${server.url}/settings/recovery`)
    const before = await anna.page.getByRole('main').getByRole('listitem').allInnerTexts()
    await anna.button('security.recovery.replace').click()
    const dialog = anna.page.getByRole('dialog')
    await dialog.getByLabel(anna.say('auth.password'), { exact: true }).fill(changed)
    await dialog.getByRole('button', { name: anna.say('security.recovery.replace') }).click()
    await dialog.waitFor({ state: 'detached' })
    const after = await anna.page.getByRole('main').getByRole('listitem').allInnerTexts()
    expect(after).toHaveLength(24)
    expect(after).not.toEqual(before)
    await accessible(anna, 'recovery')
  })

  test('S16 a code at sign-in: turned on, asked for, a backup code in its place, and off again', async () => {
    await anna.page.goto(`${server.url}/settings/access`)
    await anna.button('security.totp.turnOn').click()
    const dialog = anna.page.getByRole('dialog')
    await dialog.getByLabel(anna.say('auth.password'), { exact: true }).fill(changed)
    await dialog.getByRole('button', { name: anna.say('security.totp.go') }).click()
    await anna.page.getByRole('img', { name: anna.say('security.totp.qr') }).waitFor()
    const secret = (await anna.page.locator('[data-secret]').innerText()).replace(/\s/g, '')
    await accessible(anna, 'totp')
    await anna.field('auth.factor.code').fill('000000')
    await anna.button('auth.confirm').click()
    await anna.page.getByText(anna.say('errors.FACTOR_WRONG')).waitFor()
    await anna.field('auth.factor.code').fill(authenticatorCode(secret, Date.now()))
    await anna.button('auth.confirm').click()
    const codes = anna.page.getByRole('list', { name: anna.say('security.totp.codesTitle') }).getByRole('listitem')
    await codes.first().waitFor()
    const [backup = '', last = '', ...others] = await codes.allInnerTexts()
    expect(others).toHaveLength(8)
    await accessible(anna, 'backup-codes')
    await anna.button('security.totp.kept').click()

    const tablet = await Person.arrive(browser(), server, 'Anna', 'anna@example.org', look)
    await tablet.trySignIn(changed)
    await tablet.field('auth.factor.code').fill('000000')
    await tablet.button('auth.confirm').click()
    await tablet.page.getByRole('alert').getByText(/./).waitFor()
    await accessible(tablet, 'second-factor')
    // The step that proved it is over; the one after is taken by then.
    await tablet.field('auth.factor.code').fill(authenticatorCode(secret, Date.now() + 30_000))
    await tablet.button('auth.confirm').click()
    await tablet.listed()
    await tablet.open('Boris')
    await tablet.sees('still here')
    await tablet.leave()

    const laptop = await Person.arrive(browser(), server, 'Anna', 'anna@example.org', look)
    await laptop.trySignIn(changed)
    await laptop.field('auth.factor.code').fill(backup.toLowerCase())
    await laptop.button('auth.confirm').click()
    await laptop.listed()
    await laptop.leave()

    await anna.page.reload()
    await anna.button('security.totp.renew').click()
    await dialog.getByLabel(anna.say('auth.password'), { exact: true }).fill(changed)
    await dialog.getByLabel(anna.say('auth.factor.code'), { exact: true }).fill(last)
    await dialog.getByRole('button', { name: anna.say('security.totp.renewGo') }).click()
    await codes.first().waitFor()
    const [fresh = ''] = await codes.allInnerTexts()
    expect(await codes.count()).toBe(10)
    await anna.button('security.totp.kept').click()
    await accessible(anna, 'totp-on')

    await anna.button('security.totp.turnOff').click()
    await dialog.getByLabel(anna.say('auth.password'), { exact: true }).fill(changed)
    await dialog.getByLabel(anna.say('auth.factor.code'), { exact: true }).fill(fresh)
    await dialog.getByRole('button', { name: anna.say('security.totp.turnOff') }).click()
    await anna.page.getByText(anna.say('security.totp.isOff')).waitFor()
    await anna.button('security.totp.turnOn').waitFor()
  })

  test('another address takes a code from both mailboxes', async () => {
    const since = Date.now()
    await anna.field('security.email.new').fill('anna@example.net')
    await anna.button('security.email.change').click()
    const dialog = anna.page.getByRole('dialog')
    await dialog.getByLabel(anna.say('auth.password'), { exact: true }).fill(changed)
    await dialog.getByRole('button', { name: anna.say('security.email.send') }).click()
    const code = (email: string) =>
      anna.page.getByLabel(anna.say('security.email.codeFrom', { email }), { exact: true })
    await code('anna@example.net').fill(await server.code('anna@example.net'))
    await code('anna@example.org').fill(await server.code('anna@example.org', since))
    await accessible(anna, 'email')
    await anna.button('auth.confirm').click()
    await anna.page.getByText(anna.say('security.email.now', { email: 'anna@example.net' })).waitFor()
  })

  test('nothing complained on the way', () => {
    for (const person of [anna, boris, lost]) expect(person.complaints, person.name).toEqual([])
  })

  test('an account is deleted: the device is empty, others keep what was written', async () => {
    await boris.page.goto(`${server.url}/settings/access`)
    await boris.button('security.delete.action').click()
    const dialog = boris.page.getByRole('dialog')
    await dialog.getByLabel(boris.say('auth.password'), { exact: true }).fill('not this one')
    await dialog.getByRole('button', { name: boris.say('security.delete.confirm') }).click()
    await boris.page.getByText(boris.say('errors.PASSWORD_WRONG')).waitFor()
    await dialog.getByLabel(boris.say('auth.password'), { exact: true }).fill(password)
    await dialog.getByRole('button', { name: boris.say('security.delete.confirm') }).click()
    await boris.page.getByText(boris.say('auth.ended.deleted')).waitFor()
    const left = await boris.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ''))
    expect(left.filter((name) => /^soroka-[\w-]{22}$/.test(name))).toEqual([])
    await boris.trySignIn(password)
    await boris.page.getByText(boris.say('errors.CREDENTIALS_WRONG')).waitFor()
    await anna.page.goto(server.url)
    await anna.open(anna.look.language === 'ru' ? 'Удалённый аккаунт' : 'Deleted account')
    await anna.sees('still here')
  })
})
