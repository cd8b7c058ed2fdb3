import { byteRoutes, contract } from '@soroka/protocol/contract'
import { upFrame } from '@soroka/protocol/frames'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { routesOf } from '../http/index.ts'
import { MemoryRateLimiter } from '../limits/index.ts'
import { authorize, rates, ruleOf, rules } from './index.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const bytes = Object.entries(byteRoutes).flatMap(([name, { path, methods }]) =>
  methods.map((method) => ({ name, method, path: method === 'POST' || method === 'GET' ? path : `${path}/x` })),
)
const routes = [...routesOf(contract), ...bytes]
const mayHaveBody = ({ method }: { method: string }): boolean => method !== 'GET' && method !== 'HEAD'
const frames = upFrame.def.options.map((option) => `socket.${String(option.def.shape.t.def.values[0])}`)

test('S6 every route and every frame has a rule, and no rule stands for nothing', () => {
  const actions = [...new Set([...routes.map((route) => route.name), ...frames])]
  for (const action of actions) expect(ruleOf(action), action).toBeDefined()
  expect(Object.keys(rules).toSorted()).toEqual(actions.toSorted())
})

test('S7 every route has a limit, and no limit stands for nothing', () => {
  const names = [...new Set(routes.map((route) => route.name))]
  expect(Object.keys(rates).toSorted()).toEqual(names.toSorted())
})

test('S7 whoever uses up a route is told to wait, on every route there is; the others go on', async () => {
  const tired = new Set<string>()
  const limits = new MemoryRateLimiter()
  const limiter = {
    take: (key: string, rate: { amount: number; seconds: number }) =>
      [...tired].some((one) => key.startsWith(one)) ? Promise.resolve(7) : limits.take(key, rate),
    forget: (key: string) => limits.forget(key),
  }
  const strict = await startTestServer({ deps: { limiter } })
  const who = await new TestClient(strict).signUp()
  for (const route of routes) {
    tired.clear()
    tired.add(`route:${route.name}:`)
    const path = route.path.replace(/\{[^}]+\}/g, 'x')
    const from: Record<string, string> = ['anyone', 'link', 'guest'].includes(ruleOf(route.name) ?? '')
      ? { 'x-forwarded-for': '203.0.113.9' }
      : {}
    const answer = await who.ask(path, {
      method: route.method,
      headers: from,
      ...(mayHaveBody(route) ? { body: {} } : {}),
    })
    expect(answer.status, route.name).toBe(429)
    if (route.method !== 'HEAD')
      expect(answer, route.name).toMatchObject({ code: 'RATE_LIMITED', body: { data: { retryAfter: 7 } } })
  }
  tired.clear()
  expect((await who.ask('/account')).status).toBe(200)
  await strict.stop()
})

test('S6 an action without a rule is refused, whoever asks', () => {
  const caller = { user: 'u', device: 'd', session: 's', delivery: 'body' } as never
  for (const action of ['auth.nothing', '', 'constructor', '__proto__', 'toString']) {
    expect(() => authorize(action, { caller })).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }))
    expect(() => authorize(action, {})).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }))
  }
})

/** Routes for anyone that ask for nothing, and what they answer a program. */
const empty: Readonly<Record<string, string | undefined>> = {
  'place.get': undefined,
  'auth.passkeys.signIn.start': 'ORIGIN_WRONG',
}

test('S6 every route but those for anyone refuses a stranger before it looks at what he sent', async () => {
  for (const route of routes) {
    const path = route.path.replace(/\{[^}]+\}/g, 'x')
    const answer = await ask(`${server.url}/api${path}`, {
      method: route.method,
      ...(mayHaveBody(route) ? { body: {} } : {}),
    })
    if (route.method === 'HEAD') expect(answer.status, route.name).toBe(401)
    else if (ruleOf(route.name) === 'link') expect(answer.code, route.name).toBe('NOT_FOUND')
    else if (ruleOf(route.name) === 'anyone')
      expect(answer.code, route.name).toBe(route.name in empty ? empty[route.name] : 'BAD_REQUEST')
    else expect(answer, route.name).toMatchObject({ status: 401, code: 'UNAUTHORIZED' })
  }
})

test('S6 a session that ended opens no route', async () => {
  const who = await new TestClient(server).signUp()
  await who.signOut()
  for (const route of routes) {
    const rule = ruleOf(route.name)
    if (rule === 'anyone' || rule === 'link' || rule === 'guest') continue
    const path = route.path.replace(/\{[^}]+\}/g, 'x')
    const answer = await who.ask(path, { method: route.method, ...(mayHaveBody(route) ? { body: {} } : {}) })
    if (route.method === 'HEAD') expect(answer.status, route.name).toBe(401)
    else expect(answer, route.name).toMatchObject({ status: 401, code: 'SESSION_ENDED' })
  }
})
