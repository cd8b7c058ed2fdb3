import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'

/** A site at this machine, which the tests' guard alone lets through. */
const site = createServer((request, response) => {
  const answers: Record<string, [type: string, body: string]> = {
    '/page': ['text/html; charset="Windows-1251"; other=1', '<title>Site</title>'],
    '/picture': ['image/png', 'png'],
    '/vector': ['image/svg+xml', '<svg/>'],
    '/data': ['application/json', '{}'],
  }
  const [type, body] = answers[request.url ?? ''] ?? ['text/plain', '']
  response.setHeader('content-type', type).end(body)
})
let server: TestServer
let closed: TestServer
let origin: string

const listen = (http: Server) => new Promise<void>((done) => http.listen(0, '127.0.0.1', done))

beforeAll(async () => {
  await listen(site)
  origin = `http://secret-site.example:${(site.address() as AddressInfo).port}`
  const fetchGuard = {
    lookup: (host: string) =>
      host === 'secret-site.example'
        ? Promise.resolve([{ address: '127.0.0.1', family: 4 }])
        : Promise.reject(new Error(`ENOTFOUND ${host}`)),
    mayReach: (address: string) => address === '127.0.0.1',
    mayUsePort: () => true,
  }
  server = await startTestServer({ deps: { fetchGuard } })
  closed = await startTestServer({ env: { LINK_PREVIEWS: 'off' }, deps: { fetchGuard } })
})
afterAll(async () => {
  await Promise.all([server.stop(), closed.stop()])
  await new Promise<void>((done) => site.close(() => done()))
})

const preview = (who: TestClient, url: string) => who.ask('/link-preview', { body: { url } })

test('R19 a page or a picture comes to the one who asked, with its type and nothing else', async () => {
  const anna = await new TestClient(server).signUp()
  expect((await preview(anna, `${origin}/page`)).body).toEqual({
    url: `${origin}/page`,
    type: 'text/html; charset=windows-1251',
    body: Buffer.from('<title>Site</title>').toString('base64url'),
  })
  expect((await preview(anna, `${origin}/picture`)).body).toMatchObject({ type: 'image/png' })
  expect(await new TestClient(server).ask('/link-preview', { body: { url: origin } })).toMatchObject({ status: 401 })
})

test('S9 everything that is refused looks the same: no page, no picture, SVG, no such name, no http', async () => {
  const anna = await new TestClient(server).signUp()
  const bodies = new Set<string>()
  for (const url of [
    `${origin}/vector`,
    `${origin}/data`,
    'http://unknown.example/',
    'file:///etc/passwd',
    'http://10.0.0.1/',
  ]) {
    const answer = await preview(anna, url)
    expect(answer, url).toMatchObject({ status: 422, code: 'PREVIEW_FAILED' })
    bodies.add(JSON.stringify(answer.body))
  }
  expect(bodies.size).toBe(1)
})

test('R19 neither the address nor what went wrong reaches the log', async () => {
  const anna = await new TestClient(server).signUp()
  await preview(anna, `${origin}/page?token=planted`)
  await preview(anna, 'http://unknown.example/?token=planted')
  expect(server.logs.join('\n')).toContain('"route":"messages.preview"')
  expect(server.logs.join('\n')).not.toMatch(/secret-site|unknown\.example|planted/)
})

test('S7 a person may ask twenty times a minute', async () => {
  const [anna, boris] = [await new TestClient(server).signUp(), await new TestClient(server).signUp()]
  const codes: (string | undefined)[] = []
  for (let at = 0; at < 22; at++) codes.push((await preview(anna, 'file:///x')).code)
  expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(2)
  expect(await preview(boris, `${origin}/page`)).toMatchObject({ status: 200 })
})

test('S9 the owner may switch previews off; without the guard of the tests this machine is out of reach', async () => {
  expect(await preview(await new TestClient(closed).signUp(), `${origin}/page`)).toMatchObject({
    status: 403,
    code: 'FORBIDDEN',
  })
  const plain = await startTestServer()
  try {
    const anna = await new TestClient(plain).signUp()
    const { port } = site.address() as AddressInfo
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]'])
      expect(await preview(anna, `http://${host}:${port}/page`), host).toMatchObject({ code: 'PREVIEW_FAILED' })
  } finally {
    await plain.stop()
  }
})
