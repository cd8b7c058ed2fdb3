import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { contract } from '@soroka/protocol/contract'
import { limits, oldestClient, protocolVersion } from '@soroka/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { randomId } from '../../testing/people.ts'
import { routesOf } from './index.ts'

let server: TestServer
let anna: TestClient
let webRoot: string

beforeAll(async () => {
  webRoot = await mkdtemp(join(tmpdir(), 'soroka-web-'))
  await mkdir(join(webRoot, 'assets'))
  await writeFile(
    join(webRoot, 'index.html'),
    '<!doctype html><script nonce="__CSP_NONCE__">1</script><style nonce="__CSP_NONCE__"></style>',
  )
  await writeFile(join(webRoot, 'assets/app-abc123.js'), 'export {}')
  await writeFile(join(webRoot, 'assets/app-abc123.js.gz'), 'compressed')
  await writeFile(join(webRoot, 'sw.js'), '')
  await writeFile(join(webRoot, '..', 'soroka-secret.txt'), 'secret')
  server = await startTestServer({ deps: { webRoot } })
  anna = await new TestClient(server).signUp()
})
afterAll(async () => {
  await server.stop()
  await rm(webRoot, { recursive: true, force: true })
})

describe('bad input is answered with a code, and the process lives', () => {
  const start = '/auth/sign-in/start'
  const post = (body: unknown, headers: Record<string, string> = {}) => anna.post(start, body, { headers })

  test.each([
    ['malformed JSON', '{"email":'],
    ['a body that is no object', '[]'],
    ['a number', '1'],
    ['null', 'null'],
    ['an object where a string is expected (CVE-2021-22911)', { email: { $gt: '' }, startLoginRequest: 'AAAA' }],
    ['a NUL in a string', { email: 'a\u0000@b.c', startLoginRequest: 'AAAA' }],
    ['a lone surrogate', '{"email":"\\ud800@b.co","startLoginRequest":"AAAA"}'],
    ['something that is no message of OPAQUE', { email: 'a@b.co', startLoginRequest: 'AAAA' }],
    ['nothing', ''],
    ['very deep JSON', '['.repeat(200_000)],
  ])('%s', async (_, input) => {
    const answer = await post(input)
    expect(answer).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
  })

  test.each([
    [`${oldestClient - 1}`, 426],
    ['-1', 426],
    ['two', 426],
    ['', 426],
    [`${oldestClient}`, 200],
    [`${protocolVersion}`, 200],
    // A page that was loaded before the server went back to what was before.
    [`${protocolVersion + 1}`, 200],
  ])('P140 a client of version "%s" hears %i', async (version, status) => {
    const answer = await anna.ask('/account', { headers: { 'x-soroka-version': version } })
    expect(answer.status).toBe(status)
    if (status === 426) expect(answer.body).toMatchObject({ code: 'CLIENT_TOO_OLD' })
  })

  test('a __proto__ or constructor in the body or the query pollutes nothing', async () => {
    await post('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"email":"a@b.co"}')
    await anna.ask('/users?query=anna&__proto__[polluted]=1&constructor[prototype][polluted]=1')
    await anna.ask('/users?__proto__.polluted=1&query[__proto__][polluted]=1')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('forms, files and plain text are no way in', async () => {
    for (const type of [
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain',
      'application/jsonx',
    ])
      expect(await post('email=a@b.co', { 'content-type': type })).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
  })

  test('a list is no body, even where the path says all', async () => {
    const block = (body: unknown) => anna.ask(`/blocks/${randomId()}`, { method: 'PUT', body })
    expect(await block('[null]')).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
    expect(await block({})).toMatchObject({ status: 404 })
  })

  test('a body over the limit is refused, declared or chunked', async () => {
    const huge = JSON.stringify({ email: 'a'.repeat(limits.bodyBytes) })
    expect(await post(huge)).toMatchObject({ status: 413, code: 'TOO_LARGE' })
    const chunked = await fetch(`${server.url}/api${start}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Blob([huge]).stream(),
      duplex: 'half',
    })
    expect(chunked.status).toBe(413)
  })

  test('a wrong method gets 405 with Allow, an unknown path 404', async () => {
    const answer = await ask(`${server.url}/api/account`, { method: 'DELETE' })
    expect(answer).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED' })
    expect(answer.headers.get('allow')).toBe('GET, PATCH')
    // Written out in the contract, it is nobody's device.
    expect((await ask(`${server.url}/api/devices/revoke`, { method: 'PATCH' })).headers.get('allow')).toBe('POST')
    expect(await ask(`${server.url}/api/nothing`)).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    expect(await ask(`${server.url}/api/users/..%2f..%2faccount`, { token: anna.session.accessToken })).toMatchObject({
      status: 400,
    })
  })

  test('garbage that is no HTTP gets 400 and a closed connection', async () => {
    const answer = await new Promise<string>((done, fail) => {
      const wire = connect(server.port, '127.0.0.1', () => wire.write('\x16\x03\x01 nonsense\r\n\r\n'))
      let text = ''
      wire.on('data', (part) => (text += part.toString()))
      wire.on('close', () => done(text))
      wire.on('error', fail)
    })
    expect(answer).toMatch(/^HTTP\/1\.1 400/)
  })

  test('S6 whatever is sent to whatever route, the answer is never a 5xx and has a code of the protocol', async () => {
    const routes = routesOf(contract)
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom('0', '../', '%00', 'A'.repeat(22), anna.user, '\u0000'),
    )
    const value = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(
          fc.oneof(fc.string(), fc.constantFrom('email', 'flow', 'code', 'kind', 'delivery', 'device', '__proto__')),
          tie('any'),
          { maxKeys: 5 },
        ),
      ),
    })).any
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...routes),
        fc.array(text, { minLength: 2, maxLength: 2 }),
        fc.dictionary(
          fc.constantFrom(
            'email',
            'flow',
            'code',
            'query',
            'name',
            'chain',
            'session',
            'signature',
            'blobs',
            'delivery',
            'registrationRequest',
            'limit',
          ),
          value,
        ),
        fc.boolean(),
        async (route, params, input, signedIn) => {
          if (route.name === 'account.update') return
          let at = 0
          const path = route.path.replace(/\{[^}]+\}/g, () =>
            encodeURIComponent((params[at++] ?? '').toWellFormed() || 'x'),
          )
          const query =
            route.method === 'GET' ? `?query=${encodeURIComponent(JSON.stringify(input).toWellFormed())}` : ''
          const answer = await ask(`${server.url}/api${path}${query}`, {
            method: route.method,
            token: signedIn ? anna.session.accessToken : undefined,
            ...(route.method === 'GET' ? {} : { body: input }),
          })
          expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500)
          if (answer.status >= 400) expect(answer.code).toBeTypeOf('string')
        },
      ),
      { numRuns: 400 },
    )
    expect(await ask(`${server.url}/healthz`)).toMatchObject({ status: 200 })
  }, 60_000)
})

describe('the web app and its headers', () => {
  test('S12 the page has a fresh nonce each time, and a policy without unsafe-inline or unsafe-eval', async () => {
    const get = async () => {
      const { headers, body } = await ask<string>(`${server.url}/`, { headers: { accept: 'text/html' } })
      return { policy: headers.get('content-security-policy') ?? '', body, headers }
    }
    const [one, two] = [await get(), await get()]
    const nonce = /'nonce-([^']+)'/.exec(one.policy)?.[1] ?? ''
    expect(one.body).toBe(`<!doctype html><script nonce="${nonce}">1</script><style nonce="${nonce}"></style>`)
    expect(two.policy).not.toContain(nonce)
    expect(one.policy.replace("style-src-attr 'unsafe-inline'", '')).not.toMatch(/unsafe|\*|https?:/)
    for (const part of [
      "require-trusted-types-for 'script'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "object-src 'none'",
      `ws://127.0.0.1:${server.port}`,
    ])
      expect(one.policy).toContain(part)
    expect(Object.fromEntries(one.headers)).toMatchObject({
      'cache-control': 'no-cache',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    // Calls need these, and nobody else's frames do.
    for (const device of ['camera', 'microphone', 'display-capture'])
      expect(one.headers.get('permissions-policy')?.split(', ')).toContain(`${device}=(self)`)
  })

  test('hashed files are kept for ever and sent compressed, the worker is asked for again', async () => {
    const script = await ask<string>(`${server.url}/assets/app-abc123.js`, {
      headers: { 'accept-encoding': 'identity' },
    })
    expect(script.headers.get('cache-control')).toContain('immutable')
    expect(script.headers.get('content-security-policy')).toContain("'wasm-unsafe-eval'")
    const packed = await fetch(`${server.url}/assets/app-abc123.js`, {
      method: 'HEAD',
      headers: { 'accept-encoding': 'gzip' },
    })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect((await ask(`${server.url}/sw.js`)).headers.get('cache-control')).toBe('no-cache')
  })

  test('every navigation gets the page, a missing file a real 404 that nobody keeps', async () => {
    const page = await ask(`${server.url}/chat/abc`, { headers: { accept: 'text/html' } })
    expect(page.status).toBe(200)
    for (const path of ['/assets/gone-1.js', '/favicon.ico', '/api/nothing', '/ws/x', '/dev/other']) {
      const missing = await ask(`${server.url}${path}`, { headers: { accept: 'text/html' } })
      expect(missing.status, path).toBe(404)
      expect(missing.headers.get('cache-control') ?? '').not.toContain('immutable')
    }
    expect((await ask(`${server.url}/chat/abc`, { headers: { accept: 'application/json' } })).status).toBe(404)
  })

  test('what the share sheet posts is not read here: its sender is led to the page that says so', async () => {
    const body = new FormData()
    body.append('files', new Blob([new Uint8Array(5_000_000)]), 'film.mp4')
    const answer = await fetch(`${server.url}/share`, { method: 'POST', body, redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/share'])
    expect((await ask(`${server.url}/share`, { headers: { accept: 'text/html' } })).status).toBe(200)
  })

  test.each([
    '/../soroka-secret.txt',
    '/..%2fsoroka-secret.txt',
    '/assets/..%2f..%2fsoroka-secret.txt',
    '/%2e%2e/soroka-secret.txt',
    '/..\\soroka-secret.txt',
    '/%00.js',
  ])('no path leads out of the folder: %s', async (path) => {
    const answer = await new Promise<string>((done, fail) => {
      const wire = connect(server.port, '127.0.0.1', () =>
        wire.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`),
      )
      let text = ''
      wire.on('data', (part) => (text += part.toString()))
      wire.on('close', () => done(text))
      wire.on('error', fail)
    })
    expect(answer).toMatch(/^HTTP\/1\.1 4/)
    expect(answer).not.toContain('secret\n')
  })

  test('health, readiness and figures', async () => {
    expect(await ask(`${server.url}/healthz`)).toMatchObject({ status: 200 })
    expect(await ask(`${server.url}/readyz`)).toMatchObject({ status: 200 })
    const figures = await ask<string>(`${server.url}/metrics`)
    expect(figures.body).toContain('soroka_http_seconds')
    expect(figures.body).not.toContain(anna.user)
    expect((await ask(`${server.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.7' } })).status).toBe(404)
  })

  test('the contract is described as OpenAPI 3.1, and readable without a script', async () => {
    const { body } = await ask<{
      openapi: string
      paths: Record<string, Record<string, { tags: string[]; security: unknown[] }>>
    }>(`${server.url}/api/openapi.json`)
    expect(body.openapi).toMatch(/^3\.1/)
    for (const route of routesOf(contract))
      expect(body.paths[route.path]?.[route.method.toLowerCase()], route.name).toBeDefined()
    expect(body.paths['/account']?.['get']?.security).toEqual([{ accessToken: [] }])
    expect(body.paths['/auth/sign-in/start']?.['post']?.security).toEqual([])
    const page = await ask<string>(`${server.url}/api/docs`)
    expect(page.body).toContain('/auth/sign-up/start')
    expect(page.body).not.toContain('<script')
  })
})
