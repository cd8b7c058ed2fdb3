import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { patience } from './patience.ts'
import { watchPage } from './screen.ts'
import type { Server } from './server.ts'
import { type Language, words } from './words.ts'

export interface Look {
  language: Language
  scheme: 'light' | 'dark'
  width: 'phone' | 'desktop'
}

const viewports = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } }

const nothing = async () => undefined

export const password = 'синица 4 облака утром'

/** A person at a browser of his own: what he sees has the names that the product gives it. */
export class Person {
  readonly name: string
  readonly email: string
  readonly look: Look
  readonly page: Page
  readonly complaints: string[]
  readonly #server: Server
  readonly #context: BrowserContext

  private constructor(server: Server, context: BrowserContext, page: Page, name: string, email: string, look: Look) {
    this.#server = server
    this.#context = context
    this.page = page
    this.name = name
    this.email = email
    this.look = look
    this.complaints = watchPage(page).complaints
  }

  static async arrive(browser: Browser, server: Server, name: string, email: string, look: Look): Promise<Person> {
    const phone = look.width === 'phone'
    const context = await browser.newContext({
      viewport: viewports[look.width],
      locale: look.language === 'ru' ? 'ru-RU' : 'en-GB',
      timezoneId: 'Europe/Moscow',
      colorScheme: look.scheme,
      isMobile: phone,
      hasTouch: phone,
      reducedMotion: 'reduce',
    })
    context.setDefaultTimeout(patience)
    const person = new Person(server, context, await context.newPage(), name, email, look)
    await person.page.goto(server.url)
    return person
  }

  say(key: string, values?: Record<string, string | number>): string {
    return words(this.look.language, key, values)
  }

  button(key: string): Locator {
    return this.page.getByRole('button', { name: this.say(key), exact: true })
  }

  field(key: string): Locator {
    return this.page.getByLabel(this.say(key), { exact: true })
  }

  /** From the front door to the code. */
  async askForCode(look: (screen: string) => Promise<void> = nothing): Promise<void> {
    await this.page.getByRole('link', { name: this.say('auth.createAccount') }).click()
    await this.field('auth.name').fill(this.name)
    await this.field('auth.email').fill(this.email)
    await this.field('auth.password').fill(password)
    await look('sign-up')
    await this.button('auth.createAccount').click()
    await this.page.getByRole('heading', { name: this.say('auth.checkMail') }).waitFor()
    await look('confirm')
  }

  /** From the front door to the empty list. @returns the recovery words that were offered */
  async signUp(look: (screen: string) => Promise<void> = nothing): Promise<string> {
    await this.askForCode(look)
    await this.enterCode(await this.#server.code(this.email))
    await this.page.getByRole('heading', { name: this.say('auth.key.title') }).waitFor()
    await look('recovery-offer')
    const offered = await this.page.getByRole('listitem').allInnerTexts()
    await this.button('auth.key.later').click()
    await this.listed()
    return offered.join(' ')
  }

  /** The list of chats is there. */
  async listed(): Promise<void> {
    await this.page.getByRole('heading', { name: this.say('chats.title') }).waitFor()
  }

  async enterCode(code: string): Promise<void> {
    await this.page.getByLabel(this.say('auth.digit', { number: 1 })).click()
    await this.page.keyboard.type(code)
  }

  async trySignIn(secret: string): Promise<void> {
    await this.field('auth.email').fill(this.email)
    await this.field('auth.password').fill(secret)
    await this.button('auth.signIn').click()
  }

  async signIn(secret = password): Promise<void> {
    await this.trySignIn(secret)
    await this.listed()
  }

  async find(query: string, name: string): Promise<void> {
    await this.button('chats.new').click()
    await this.field('chats.findLabel').fill(query)
    await this.page.getByRole('button', { name: new RegExp(name) }).click()
    await this.field('messages.field').waitFor()
  }

  /** Opens a chat from the list. */
  async open(name: string): Promise<void> {
    await this.page.getByRole('link', { name: new RegExp(name) }).click()
    await this.field('messages.field').waitFor()
  }

  /** Lets a stranger in, whose first message stands apart. */
  async accept(name: string, look: (screen: string) => Promise<void> = nothing): Promise<void> {
    await this.page.getByRole('link', { name: new RegExp(`^${this.say('chats.requests.title')}`) }).click()
    // The door names who waits behind it: the chat's own row begins with the name.
    await this.page.getByRole('link', { name: new RegExp(`^${name}`) }).click()
    await this.button('messages.request.accept').waitFor()
    await look('request')
    await this.button('messages.request.accept').click()
    await this.field('messages.field').waitFor()
  }

  async write(text: string): Promise<void> {
    await this.field('messages.field').fill(text)
    await this.button('messages.send').click()
  }

  /** The first bubble with this text: those that quote it stand below it. */
  message(text: string): Locator {
    return this.#bubbles().filter({ hasText: text }).first()
  }

  #bubbles(): Locator {
    return this.page.getByRole('list', { name: this.say('messages.list') }).locator('[data-message]')
  }

  /** Waits until the own message carries this mark. */
  async marked(text: string, delivery: 'pending' | 'sent' | 'delivered' | 'read'): Promise<void> {
    await this.message(text)
      .getByRole('img', { name: this.say(`messages.delivery.${delivery}`), exact: true })
      .waitFor()
  }

  async sees(text: string): Promise<void> {
    await this.message(text).waitFor()
  }

  /** Texts of all bubbles on the screen, from top to bottom. */
  async texts(): Promise<string[]> {
    return await this.#bubbles().locator('> [dir=auto]').allInnerTexts()
  }

  async secondTab(): Promise<Page> {
    const page = await this.#context.newPage()
    await page.goto(this.#server.url)
    return page
  }

  /** Waits until the offline copy of the app is whole and serves this page. (waitForFunction needs eval: the CSP says no.) */
  async installed(): Promise<void> {
    const worker = () => navigator.serviceWorker.controller?.state ?? 'none'
    for (let tries = 0; tries < 200 && (await this.page.evaluate(worker)) !== 'activated'; tries++)
      await this.page.waitForTimeout(100)
  }

  async offline(value: boolean): Promise<void> {
    await this.#context.setOffline(value)
  }

  async leave(): Promise<void> {
    await this.#context.close()
  }
}
