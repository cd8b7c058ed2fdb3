import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../harness/chromium.ts'
import { chooseFiles, type DiskFile, save, sendChosen, sha256 } from '../harness/file-steps.ts'
import { type Look, Person } from '../harness/person.ts'
import { Server } from '../harness/server.ts'

const look: Look = { width: 'desktop', language: 'en', scheme: 'light' }
const script = "localStorage.setItem('ran', '1')"

/** Files that would like to be pages of ours. The last one is a picture and a script, whichever one asks for. */
const harmful: DiskFile[] = [
  { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from(`<!doctype html><script>${script}</script>`) },
  {
    name: 'drawing.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"><script>${script}</script></svg>`),
  },
  { name: 'both.gif', mimeType: 'text/html', buffer: Buffer.from(`GIF89a/*<script>${script}</script>*/=1;${script}`) },
]

let browser: Browser
let server: Server
let anna: Person
let boris: Person
let eva: Person

beforeAll(async () => {
  browser = await launchChromium()
  server = await Server.start()
  const arrive = async (name: string) => {
    const person = await Person.arrive(browser, server, name, `${name.toLowerCase()}@example.org`, look)
    await person.signUp()
    return person
  }
  ;[anna, boris, eva] = [await arrive('Anna'), await arrive('Boris'), await arrive('Eva')]
  await boris.find('anna', 'Anna')
  await boris.write('Hello')
  await anna.accept('Boris')
})
afterAll(async () => {
  await server?.remove()
  await browser?.close()
})

const row = (name: string) => boris.page.getByRole('button', { name: new RegExp(name) })
const ran = async () => await boris.page.evaluate(() => localStorage.getItem('ran'))

describe('S11 files that want to be pages of ours', () => {
  test.each(harmful)('$name is saved as it is, and runs nowhere', async (file) => {
    await chooseFiles(anna, [file])
    await sendChosen(anna)
    const asked = boris.page.context().waitForEvent('request', (request) => request.url().includes('/content?'))
    const saved = await save(boris, () => row(file.name).click())
    expect(sha256(saved)).toBe(sha256(file.buffer))
    // What the server would give if nothing were sealed: its own headers around these very bytes.
    const url = (await asked).url()
    const context = boris.page.context()
    await context.route(/\/content\?/, async (route) => {
      const response = await route.fetch()
      const headers = { ...response.headers(), 'content-length': String(file.buffer.length) }
      await route.fulfill({ status: response.status(), headers, body: file.buffer })
    })
    const page = await context.newPage()
    const download = page.waitForEvent('download')
    await page.goto(url).catch((error: Error) => expect(error.message).toContain('Download is starting'))
    await (await download).cancel()
    expect(page.url()).toBe('about:blank')
    await page.close()
    await boris.page.evaluate(async (address) => {
      const tried = ['iframe', 'object', 'embed', 'img', 'script'].map((name) => {
        const element = document.createElement(name)
        element.setAttribute(name === 'object' ? 'data' : 'src', address)
        document.body.append(element)
        return element
      })
      await new Promise((done) => setTimeout(done, 500))
      for (const element of tried) element.remove()
    }, url)
    await context.unroute(/\/content\?/)
    expect(await ran()).toBe(null)
  })
})

test('R20 who is not in the chat gets nothing with the id of a file, on no path', async () => {
  const link = boris.page.context().waitForEvent('response', (answer) => answer.url().endsWith('/link'))
  const secret = { name: 'secret.bin', mimeType: '', buffer: Buffer.alloc(5000, 7) }
  await chooseFiles(anna, [secret])
  await sendChosen(anna)
  await save(boris, () => row(secret.name).click())
  const answer = await link
  const { chat } = answer.request().postDataJSON() as { chat: string }
  const { url } = (await answer.json()) as { url: string }
  const file = /files\/([\w-]{22})\//.exec(answer.url())?.[1] ?? ''
  const heard = eva.page.context().waitForEvent('request', (one) => one.headers()['authorization'] !== undefined)
  await eva.page.reload()
  const authorization = (await heard).headers()['authorization'] ?? ''
  const claims = Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString()
  const { sub: user } = JSON.parse(claims) as { sub: string }
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, server.url), {
      ...init,
      headers: {
        authorization,
        'x-soroka': '1',
        'tus-resumable': '1.0.0',
        ...(init.headers as Record<string, string>),
      },
    }).then(({ status }) => status)
  const json = { 'content-type': 'application/json' }
  const upload = `/api/files/uploads/${file}`
  const name = `id ${Buffer.from(file).toString('base64')}`
  const bytes = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' }
  const tried = {
    link: await ask(`/api/files/${file}/link`, { method: 'POST', headers: json, body: JSON.stringify({ chat }) }),
    bare: await ask(`/api/files/${file}/content`),
    renamed: await ask(url.replace(/user=[\w-]+/, `user=${user}`)),
    head: await ask(upload, { method: 'HEAD' }),
    patch: await ask(upload, { method: 'PATCH', headers: bytes, body: 'x' }),
    delete: await ask(upload, { method: 'DELETE' }),
  }
  expect(tried).toEqual({ link: 404, bare: 404, renamed: 404, head: 404, patch: 404, delete: 404 })
  expect(
    await ask('/api/files/uploads', { method: 'POST', headers: { 'upload-length': '9', 'upload-metadata': name } }),
  ).toBe(409)
  expect((await fetch(new URL(url, server.url))).status).toBe(200)
})
