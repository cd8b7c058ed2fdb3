import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'

const gif = Buffer.from('GIF89a small and moving')
const asked: IncomingMessage[] = []

/** A provider at this machine, of both forms, that notes everything it is told. */
const provider = createServer((request, response) => {
  asked.push(request)
  const at = `http://media.example:${port()}`
  const format = (name: string) => ({ url: `${at}/${name}`, dims: [320, 240], size: 100 })
  const url = new URL(request.url ?? '', at)
  const json = (value: unknown) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
  if (url.pathname === '/v2/search' && url.searchParams.get('q') === 'broken') return json({ results: 'none' })
  if (url.pathname === '/v2/search')
    return json({
      results: [
        { id: '1', media_formats: { tinygif: format('small.gif'), gif: format('whole.gif') } },
        { id: '2', media_formats: { tinygif: format('small.gif') } },
        { id: '3', media_formats: { tinygif: format('page.html'), gif: format('huge.gif') } },
      ],
      next: 'page-2',
    })
  if (url.pathname === '/v1/gifs/search')
    return json({
      data: [
        {
          images: {
            fixed_width_small: { url: `${at}/small.gif`, width: '100', height: '80' },
            original: { url: `${at}/whole.gif`, width: '400', height: '320' },
          },
        },
      ],
      pagination: { offset: Number(url.searchParams.get('offset') ?? 0), count: 1, total_count: 2 },
    })
  const type = url.pathname.endsWith('.gif') ? 'image/gif' : 'text/html'
  return response.setHeader('content-type', type).end(url.pathname === '/huge.gif' ? Buffer.alloc(6_000_000) : gif)
})
const port = () => (provider.address() as AddressInfo).port

let tenor: TestServer
let giphy: TestServer
let plain: TestServer
beforeAll(async () => {
  await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done))
  const fetchGuard = {
    lookup: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    mayReach: (address: string) => address === '127.0.0.1',
    mayUsePort: () => true,
  }
  const env = (version: string) => ({ GIF_API_URL: `http://api.example:${port()}/${version}`, GIF_API_KEY: 'the-key' })
  tenor = await startTestServer({ env: env('v2'), deps: { fetchGuard } })
  giphy = await startTestServer({ env: { ...env('v1'), GIF_API: 'giphy' }, deps: { fetchGuard } })
  plain = await startTestServer({ deps: { fetchGuard } })
})
afterAll(async () => {
  await Promise.all([tenor.stop(), giphy.stop(), plain.stop()])
  provider.closeAllConnections()
  await new Promise<void>((done) => provider.close(() => done()))
})
beforeEach(() => {
  asked.length = 0
})

interface Answer {
  gifs: { small: string; whole: string; width: number; height: number }[]
  next?: string
}
const search = async (who: TestClient, query: string, next?: string) =>
  (await who.ask('/gifs/search', { body: { query, ...(next === undefined ? {} : { next }) } }))
    .body as unknown as Answer
const picture = (who: TestClient, address: string) => who.ask('/gifs/picture', { body: { picture: address } })

test('what is found comes by this server, in both forms of provider, page by page', async () => {
  const [anna, boris] = [await new TestClient(tenor).signUp(), await new TestClient(giphy).signUp()]
  const found = await search(anna, 'cat')
  // An entry without a whole picture is left out.
  expect(found).toMatchObject({ gifs: [{ width: 320, height: 240 }, {}], next: 'page-2' })
  const whole = await picture(anna, found.gifs[0]?.whole ?? '')
  expect(whole.body).toEqual({ type: 'image/gif', body: gif.toString('base64url') })
  await search(anna, 'кот', found.next)
  const told = asked
    .filter(({ url }) => url?.startsWith('/v2/search'))
    .map(({ url }) => new URLSearchParams(url?.split('?')[1]))
  expect(told.map((query) => [query.get('q'), query.get('pos'), query.get('locale'), query.get('key')])).toEqual([
    ['cat', null, 'en_US', 'the-key'],
    ['кот', 'page-2', 'ru_RU', 'the-key'],
  ])
  const first = await search(boris, 'cat')
  expect(first).toMatchObject({ gifs: [{ width: 400, height: 320 }], next: '1' })
  expect(await search(boris, 'cat', first.next)).not.toHaveProperty('next')
})

test('S9 the provider learns nothing of who asks: the same words of two people are the same request', async () => {
  const [anna, boris] = [await new TestClient(tenor).signUp(), await new TestClient(tenor).signUp()]
  const tell = (request: IncomingMessage) => ({
    url: request.url,
    headers: request.headers,
    from: request.socket.remoteAddress,
  })
  const seen: unknown[] = []
  for (const who of [anna, boris]) {
    asked.length = 0
    const found = await who.ask('/gifs/search', {
      body: { query: 'cat' },
      headers: {
        'user-agent': 'Planted/1.0',
        cookie: 'planted=1',
        'accept-language': 'fi',
        referer: 'https://planted.example',
        'x-forwarded-for': '203.0.113.77',
      },
    })
    await picture(who, (found.body as unknown as Answer).gifs[0]?.small ?? '')
    seen.push(asked.map(tell))
  }
  expect(seen[0]).toEqual(seen[1])
  const all = JSON.stringify(seen)
  expect(all).not.toMatch(/planted|203\.0\.113\.77|"fi"/i)
  for (const { user } of [anna, boris]) expect(all).not.toContain(user)
  expect(Object.keys(asked[0]?.headers ?? {}).toSorted()).toEqual([
    'accept',
    'accept-encoding',
    'connection',
    'host',
    'user-agent',
  ])
})

test('S9 only addresses that a search named are fetched, for some hours, and only moving pictures of a bounded size', async () => {
  const anna = await new TestClient(tenor).signUp()
  const { gifs } = await search(anna, 'cat')
  const [good = '', html = '', huge = ''] = [gifs[0]?.small, gifs[1]?.small, gifs[1]?.whole]
  asked.length = 0
  const forged = [
    `http://media.example:${port()}/small.gif`,
    good.replace('small.gif', 'whole.gif'),
    good.replace(/^\d+/, String(tenor.now() + 9e9)),
    `${good}x`,
  ]
  for (const address of forged) expect(await picture(anna, address), address).toMatchObject({ code: 'NOT_FOUND' })
  expect(asked).toEqual([])
  for (const address of [html, huge]) expect(await picture(anna, address)).toMatchObject({ code: 'NOT_FOUND' })
  expect(await picture(anna, good)).toMatchObject({ status: 200 })
  tenor.advance(7 * 3_600_000)
  expect(await picture(await new TestClient(tenor).signUp(), good)).toMatchObject({ code: 'NOT_FOUND' })
})

test('what the provider answers wrongly is a failure to try again; nothing of it is logged', async () => {
  const anna = await new TestClient(tenor).signUp()
  expect(await anna.ask('/gifs/search', { body: { query: 'broken' } })).toMatchObject({ code: 'UNAVAILABLE' })
  await search(anna, 'plantedword')
  expect(tenor.logs.join('\n')).toContain('"route":"gifs.search"')
  expect(tenor.logs.join('\n')).not.toMatch(/plantedword|the-key|api\.example/)
})

test('S7 a person may search thirty times a minute; strangers may not at all', async () => {
  const anna = await new TestClient(tenor).signUp()
  const codes: (string | undefined)[] = []
  for (let at = 0; at < 32; at++) codes.push((await anna.ask('/gifs/search', { body: { query: 'cat' } })).code)
  expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(2)
  expect(await new TestClient(tenor).ask('/gifs/search', { body: { query: 'cat' } })).toMatchObject({ status: 401 })
})

test('without a provider no search is offered, and none is made', async () => {
  const anna = await new TestClient(plain).signUp()
  expect((await anna.ask('/gifs')).body).toEqual({ search: false })
  expect((await (await new TestClient(tenor).signUp()).ask('/gifs')).body).toEqual({ search: true })
  expect(await anna.ask('/gifs/search', { body: { query: 'cat' } })).toMatchObject({ code: 'FORBIDDEN' })
  expect(await picture(anna, 'x')).toMatchObject({ code: 'FORBIDDEN' })
  expect(asked).toEqual([])
})
