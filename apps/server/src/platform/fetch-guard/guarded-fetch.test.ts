import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import type { FetchGuard } from './index.ts'
import { fetchGuard, guardedFetch } from './index.ts'

const words = (text: string): string[] => text.split(' ')
const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise<void>((done) => server.close(() => done()))
  }
})

/** A server at some loopback address; the tests alone may reach 127.0.0.1, and nothing else. */
async function serve(listener: RequestListener, host = '127.0.0.1', at = 0): Promise<number> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((done) => server.listen(at, host, done))
  return (server.address() as AddressInfo).port
}

const looked: string[] = []
const guard: FetchGuard = {
  lookup: (host) => {
    looked.push(host)
    return Promise.resolve([{ address: '127.0.0.1', family: 4 }])
  },
  mayReach: (address) => address === '127.0.0.1',
  mayUsePort: () => true,
}

const options = {
  ms: 2000,
  redirects: 3,
  bytes: 1000,
  accept: 'text/html',
  takes: (type: string) =>
    type === 'image/png' ? ('whole' as const) : type === 'text/html' ? ('beginning' as const) : undefined,
  guard,
}
const page: RequestListener = (_, response) => response.setHeader('content-type', 'text/html').end('<title>Hi</title>')

test('a page comes as it is, asked for without anything of the person', async () => {
  let asked: IncomingMessage | undefined
  const port = await serve((request, response) => {
    asked = request
    page(request, response)
  })
  const url = `http://example.org:${port}/a?b=c#d`
  expect(await guardedFetch(url, options)).toEqual({
    url,
    contentType: 'text/html',
    body: Buffer.from('<title>Hi</title>'),
  })
  expect(asked?.url).toBe('/a?b=c')
  expect(Object.keys(asked?.headers ?? {}).toSorted()).toEqual(
    words('accept accept-encoding connection host user-agent'),
  )
})

test.each([
  '',
  ...words('file:///etc/passwd ftp://example.org/ data:text/html,x javascript:1 gopher://example.org/ unix:/x'),
  ...words('http://user:password@example.org/ http://user@example.org/ example.org http:// http://[::1 //x'),
])('S9 %s is not asked', async (url) => {
  looked.length = 0
  expect(await guardedFetch(url, options)).toBeUndefined()
  expect(looked).toEqual([])
})

test.each([
  ...words('http://127.0.0.1 http://localhost http://[::1] http://2130706433 http://0x7f.1 http://0 http://127.1'),
  ...words('http://[::ffff:127.0.0.1] http://127。0。0。1 http://localhost.'),
])('S9 under the rules of the world nothing of this machine is asked: %s', async (origin) => {
  let asked = 0
  const port = await serve((request, response) => {
    asked += 1
    page(request, response)
  })
  const { guard: _, ...world } = options
  expect(await guardedFetch(`${origin}:${port}/`, world)).toBeUndefined()
  expect(
    await guardedFetch(`${origin}:${port}/`, { ...world, guard: { ...fetchGuard, mayUsePort: () => true } }),
  ).toBeUndefined()
  expect(asked).toBe(0)
})

test('S9 only the port of the scheme is asked', async () => {
  expect([80, 443, 8080, 22].map((port) => fetchGuard.mayUsePort(port, 80))).toEqual([true, false, false, false])
})

test('S9 one closed address among the answers is enough to refuse the name', async () => {
  let asked = 0
  const port = await serve(() => (asked += 1))
  const lookup = () =>
    Promise.resolve([
      { address: '127.0.0.1', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ])
  expect(
    await guardedFetch(`http://mixed.example:${port}/`, { ...options, guard: { ...guard, lookup } }),
  ).toBeUndefined()
  expect(
    await guardedFetch(`http://none.example:${port}/`, { ...options, guard: { ...guard, lookup: async () => [] } }),
  ).toBeUndefined()
  expect(asked).toBe(0)
})

test('S9 a name whose answer changes is asked at its first address only', async () => {
  const hits: string[] = []
  const port = await serve((request, response) => {
    hits.push('first')
    page(request, response)
  })
  await serve(() => hits.push('second'), '127.0.0.2', port)
  let answers = 0
  const lookup = () => {
    answers += 1
    return Promise.resolve([{ address: answers === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }])
  }
  expect(
    await guardedFetch(`http://rebind.example:${port}/`, { ...options, guard: { ...guard, lookup } }),
  ).toBeDefined()
  expect({ hits, answers }).toEqual({ hits: ['first'], answers: 1 })
})

test('S9 every redirect is vetted anew', async () => {
  const hits: string[] = []
  const secret = await serve(() => hits.push('secret'), '127.0.0.2')
  for (const location of [
    `http://127.0.0.2:${secret}/`,
    `//127.0.0.2:${secret}/`,
    `http://[::ffff:127.0.0.2]:${secret}/`,
    `http://inner.example:${secret}/`,
    'file:///etc/passwd',
    'http://user:pw@example.org/',
    'http://[',
  ]) {
    const port = await serve((_, response) => response.writeHead(302, { location }).end())
    const lookup = (host: string) =>
      Promise.resolve([{ address: host === 'inner.example' ? '127.0.0.2' : '127.0.0.1', family: 4 }])
    expect(
      await guardedFetch(`http://outer.example:${port}/`, { ...options, guard: { ...guard, lookup } }),
      location,
    ).toBeUndefined()
  }
  expect(hits).toEqual([])
})

test('S9 three redirects are followed, a fourth is not; a bare one leads nowhere', async () => {
  const port = await serve((request, response) => {
    const left = Number(request.url?.slice(1))
    if (Number.isNaN(left)) response.writeHead(301).end()
    else if (left === 0) page(request, response)
    else response.writeHead(left % 2 === 0 ? 302 : 308, { location: `/${left - 1}`, 'set-cookie': 'a=b' }).end('x')
  })
  const at = (path: string) => guardedFetch(`http://example.org:${port}/${path}`, options)
  expect(await at('3')).toMatchObject({ url: `http://example.org:${port}/0` })
  expect(await at('4')).toBeUndefined()
  expect(await at('bare')).toBeUndefined()
})

test('S9 who is slow to resolve, to answer, or to end is left after the time', async () => {
  const never = new Promise<never>(() => undefined)
  const drip = await serve((_, response) => {
    response.setHeader('content-type', 'text/html')
    const timer = setInterval(() => response.write('.'), 20)
    response.on('close', () => clearInterval(timer))
  })
  const silent = await serve(() => undefined)
  const before = Date.now()
  const limits = { ...options, ms: 300 }
  const answers = await Promise.all([
    guardedFetch(`http://drip.example:${drip}/`, limits),
    guardedFetch(`http://silent.example:${silent}/`, limits),
    guardedFetch('http://unresolved.example/', { ...limits, guard: { ...guard, lookup: () => never } }),
  ])
  expect(answers).toEqual([undefined, undefined, undefined])
  expect(Date.now() - before).toBeLessThan(1500)
})

test('S9 of an endless page the beginning comes, of a picture that is too large nothing', async () => {
  let sent = 0
  const port = await serve((request, response) => {
    response.setHeader('content-type', request.url === '/picture' ? 'image/png' : 'text/html')
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(10_000))) sent += 10_000
      response.once('drain', more)
    }
    more()
  })
  const fetched = await guardedFetch(`http://example.org:${port}/`, options)
  expect(fetched?.body.toString()).toBe('x'.repeat(1000))
  expect(await guardedFetch(`http://example.org:${port}/picture`, options)).toBeUndefined()
  expect(sent).toBeLessThan(50_000_000)
})

test('a body of exactly the limit is whole', async () => {
  const port = await serve((_, response) => response.setHeader('content-type', 'image/png').end(Buffer.alloc(1000)))
  expect((await guardedFetch(`http://example.org:${port}/`, options))?.body).toHaveLength(1000)
})

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
] as const)('S9 a bomb packed with %s ends at the limit, what is small comes whole', async (encoding, pack) => {
  const bomb = pack(Buffer.alloc(50_000_000))
  const port = await serve((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': encoding })
    response.end(request.url === '/bomb' ? bomb : pack('<title>Hi</title>'))
  })
  expect((await guardedFetch(`http://example.org:${port}/`, options))?.body.toString()).toBe('<title>Hi</title>')
  const before = process.memoryUsage().arrayBuffers
  const fetched = await guardedFetch(`http://example.org:${port}/bomb`, { ...options, bytes: 100_000 })
  expect(fetched?.body).toEqual(Buffer.alloc(100_000))
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
})

test('S9 a packed body that never yields anything, a broken one and an unknown packing come to nothing', async () => {
  const empty = gzipSync('')
  const port = await serve((request, response) => {
    response.writeHead(200, {
      'content-type': 'text/html',
      'content-encoding': request.url === '/zstd' ? 'zstd' : 'gzip',
    })
    if (request.url !== '/empty') return response.end('no gzip at all')
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.concat(Array.from({ length: 50 }, () => empty)))) continue
      response.once('drain', more)
    }
    return more()
  })
  const started = Date.now()
  for (const path of ['empty', 'broken', 'zstd'])
    expect(await guardedFetch(`http://example.org:${port}/${path}`, options), path).toBeUndefined()
  expect(Date.now() - started).toBeLessThan(options.ms)
})

test('other types, other statuses and what is no HTTP come to nothing', async () => {
  const port = await serve((request, response) => {
    const [, status, type] = (request.url ?? '').split('|')
    response.writeHead(Number(status), { 'content-type': decodeURIComponent(type ?? '') }).end('x')
  })
  for (const answer of [
    '200|application/json',
    '200|image/svg+xml',
    '200|',
    '404|text/html',
    '500|text/html',
    '206|text/html',
  ])
    expect(await guardedFetch(`http://example.org:${port}/|${answer}`, options), answer).toBeUndefined()
  const tcp = createTcpServer((socket) =>
    socket
      .on('error', () => socket.destroy())
      .resume()
      .end('SSH-2.0-OpenSSH\r\n'),
  )
  await new Promise<void>((done) => tcp.listen(0, '127.0.0.1', done))
  const ssh = (tcp.address() as AddressInfo).port
  expect(await guardedFetch(`http://example.org:${ssh}/`, options)).toBeUndefined()
  expect(await guardedFetch(`https://example.org:${ssh}/`, options)).toBeUndefined()
  await new Promise<void>((done) => tcp.close(() => done()))
  expect(await guardedFetch(`http://example.org:${ssh}/`, options)).toBeUndefined()
})
