import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

test('S22 the first account at this machine is the owner, the second a member', async () => {
  const anna = await new TestClient(server).signUp()
  const boris = await new TestClient(server).signUp()
  expect((await anna.ask('/account')).body).toMatchObject({ email: anna.email, role: 'owner', nickname: 'anna_ivanova' })
  expect((await boris.ask('/account')).body).toMatchObject({ role: 'member', nickname: expect.stringMatching(/^anna_ivanova\d+$/) })
})
