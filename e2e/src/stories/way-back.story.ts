import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest'
import { keepFailure, keepFailures, picture } from '../harness/album.ts'
import { oneBrowser } from '../harness/chromium.ts'
import { type Look, password, Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { words } from '../harness/words.ts'

const looks: Look[] = [
  { width: 'phone', language: 'en', scheme: 'dark' },
  { width: 'desktop', language: 'ru', scheme: 'light' },
]

const newPassword = 'four new words & a 7'

const browser = oneBrowser()

describe.each(looks)('a password is forgotten: $width, $language, $scheme', (look) => {
  let server: Server
  let vera: Person
  let gleb: Person
  let recoveryWords: string
  const prefix = `${look.width}-${look.scheme}`

  beforeAll(async () => {
    server = await Server.start()
    vera = await Person.arrive(browser(), server, 'Вера Соколова', 'vera@example.org', look)
    gleb = await Person.arrive(browser(), server, 'Глеб', 'gleb@example.org', look)
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(() => [vera, gleb])

  test('S8 a wrong code ends in words and the right one still works', async () => {
    await vera.askForCode()
    const code = await server.code(vera.email)
    await vera.enterCode(code === '000000' ? '000001' : '000000')
    await vera.page.getByRole('alert').getByText(/./).first().waitFor()
    await picture(vera.page, `${prefix}-wrong-code`)
    for (let digit = 0; digit < 6; digit++) await vera.page.keyboard.press('Backspace')
    await vera.enterCode(code)
    await vera.page.getByRole('heading', { name: vera.say('auth.key.title') }).waitFor()
    recoveryWords = (await vera.page.getByRole('listitem').allInnerTexts()).join(' ')
    expect(recoveryWords.split(' ')).toHaveLength(24)
    await vera.button('auth.key.later').click()
    await vera.listed()
    await gleb.signUp()
    await gleb.find(vera.email.split('@')[0] ?? '', vera.name)
    await gleb.write('помни это')
    await vera.accept('Глеб')
    await vera.sees('помни это')
  })

  test('a wrong password ends in words; the recovery words bring everything back under a new one', async () => {
    const device = await Person.arrive(browser(), server, vera.name, vera.email, look)
    await device.trySignIn('certainly not it')
    await device.page.getByRole('alert').getByText(device.say('errors.CREDENTIALS_WRONG')).waitFor()
    await picture(device.page, `${prefix}-wrong-password`)
    await device.page.getByRole('link', { name: device.say('auth.forgot') }).click()
    await device.field('auth.email').fill(vera.email)
    const before = Date.now()
    await device.button('auth.recovery.sendCode').click()
    await device.field('auth.recovery.words').waitFor()
    expect(await accessibilityViolations(device.page)).toEqual([])
    await device.enterCode(await server.code(vera.email, before - 2_000))
    await device.field('auth.recovery.words').fill(recoveryWords)
    await device.field('auth.recovery.newPassword').fill(newPassword)
    await device.button('auth.recovery.finish').click()
    await device.listed()
    await device.open('Глеб')
    await device.sees('помни это')
    await device.write('вернулась')
    await gleb.sees('вернулась')
    expect(device.complaints.filter((line) => !line.includes('401'))).toEqual([])
    await device.leave()
  })

  test('the old password is over and the new one opens', async () => {
    const device = await Person.arrive(browser(), server, vera.name, vera.email, look)
    await device.trySignIn(password)
    await device.page.getByRole('alert').getByText(device.say('errors.CREDENTIALS_WRONG')).waitFor()
    await device.signIn(newPassword)
    await device.open('Глеб')
    await device.sees('вернулась')
    await device.leave()
  })

  test('language and look change at once, and stay after a reload', async () => {
    const other = look.language === 'ru' ? 'en' : 'ru'
    await gleb.page.goto(`${server.url}/settings/language`)
    await gleb.page.getByRole('radio', { name: other === 'ru' ? 'Русский' : 'English' }).click()
    await gleb.page
      .getByRole('heading', { name: words(other, 'account.language.title') })
      .last()
      .waitFor()
    await gleb.page.goto(`${server.url}/settings/appearance`)
    const scheme = look.scheme === 'dark' ? 'light' : 'dark'
    await gleb.page.getByText(words(other, `account.scheme.${scheme}`), { exact: true }).click()
    const shown = () => gleb.page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'))
    expect(await shown()).toBe(scheme)
    const accent = gleb.page.getByRole('radio', { name: words(other, 'account.appearance.accents.rowan') })
    await accent.click()
    await gleb.page.getByText(words(other, 'account.appearance.compact')).click()
    expect(await accessibilityViolations(gleb.page)).toEqual([])
    await picture(gleb.page, `${look.width}-settings`)
    await gleb.page.reload()
    await gleb.page.getByText(words(other, 'account.appearance.theme'), { exact: true }).waitFor()
    expect(await shown()).toBe(scheme)
    expect(await accent.getAttribute('aria-checked')).toBe('true')
    expect(await gleb.page.evaluate(() => document.documentElement.dataset['accent'])).toBe('rowan')
    await gleb.page.goto(server.url)
    const row = gleb.page.getByRole('list').first().getByRole('listitem').first()
    expect(await row.evaluate((one) => one.clientHeight)).toBe(56)
    expect(gleb.complaints).toEqual([])
  })
})

describe('by keyboard alone', () => {
  let server: Server

  beforeAll(async () => {
    server = await Server.start()
  })
  afterAll(async () => {
    await server?.remove()
  })

  test('sign up, find, write, and walk over the messages', async () => {
    const look: Look = { width: 'desktop', language: 'en', scheme: 'light' }
    const ivo = await Person.arrive(browser(), server, 'Ivo', 'ivo@example.org', look)
    const nina = await Person.arrive(browser(), server, 'Nina', 'nina@example.org', look)
    onTestFailed(() => keepFailure([ivo]))
    await ivo.signUp()
    const { keyboard } = nina.page
    await nina.page.getByRole('link', { name: nina.say('auth.createAccount') }).focus()
    await keyboard.press('Enter')
    await nina.field('auth.name').focus()
    await keyboard.type(nina.name)
    await keyboard.press('Tab')
    await keyboard.type(nina.email)
    await keyboard.press('Tab')
    await keyboard.type(password)
    await keyboard.press('Enter')
    await nina.page.getByRole('heading', { name: nina.say('auth.checkMail') }).waitFor()
    await keyboard.type(await server.code(nina.email))
    await nina.page.getByRole('heading', { name: nina.say('auth.key.title') }).waitFor()
    await nina.button('auth.key.later').focus()
    await keyboard.press('Enter')
    await nina.listed()
    await keyboard.press('Control+k')
    await nina.field('search.field').waitFor()
    await keyboard.type('ivo')
    await nina.page.getByRole('button', { name: /Ivo/ }).waitFor()
    await keyboard.press('Enter')
    await nina.field('messages.field').waitFor()
    await keyboard.type('no mouse here')
    await keyboard.press('Enter')
    await nina.sees('no mouse here')
    await ivo.accept('Nina')
    await ivo.sees('no mouse here')
    await keyboard.press('Escape')
    await nina.page.locator(':focus[href^="/c/"]').waitFor()
    await keyboard.press('?')
    await nina.page.getByRole('heading', { name: nina.say('account.keys.title') }).waitFor()
    expect(nina.complaints).toEqual([])
  })
})
