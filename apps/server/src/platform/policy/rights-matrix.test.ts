import { byteRoutes, contract } from '@soroka/protocol/contract'
import { upFrame } from '@soroka/protocol/frames'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routesOf } from '../http/index.ts'
import { ruleOf } from './index.ts'
import { makeRightsWorld, objects, standings } from './rights-people.fixture.ts'
import type { ObjectName, RightsWorld, Standing } from './rights-people.fixture.ts'

import type { Row } from './rights-row.fixture.ts'
import { rows } from './rights-rows.fixture.ts'

let world: RightsWorld

beforeAll(async () => {
  world = await makeRightsWorld()
}, 60_000)
afterAll(async () => {
  await Promise.all(Object.values(world.people).map(({ socket }) => socket.close()))
  await world.server.stop()
})

const frames = upFrame.def.options.map((option) => `socket.${String(option.def.shape.t.def.values[0])}`)

test('S6 the matrix of rights has a row for every route and every frame, and none for nothing', () => {
  const actions = [...routesOf(contract).map((route) => route.name), ...Object.keys(byteRoutes), ...frames]
  expect(Object.keys(rows).toSorted()).toEqual(actions.toSorted())
})

test('S6 every route with a chat in its path and every frame with a chat stands in the matrix', () => {
  const about = routesOf(contract).filter((route) => route.path.includes('{chat}'))
  for (const { name } of about) expect(rows[name as keyof typeof rows], name).not.toBe('no chat')
})

test('S6 the matrix says what the rules say: nobody below the rule of an action gets through', () => {
  const below: Record<string, Standing[]> = {
    member: ['stranger'],
    admin: ['stranger', 'member'],
    owner: ['stranger', 'member', 'admin'],
  }
  for (const [action, cases] of Object.entries(rows)) {
    const rule = ruleOf(action)
    if (cases === 'no chat' || rule === undefined || !(rule in below)) continue
    for (const row of cases)
      for (const standing of below[rule] ?? []) expect(columns(row, 'group')[standing], action).not.toBe('ok')
  }
})

const aboutChats = Object.entries(rows).flatMap(([action, cases]) =>
  cases === 'no chat' ? [] : cases.map((row) => [`${action} ${row.name ?? ''}`.trim(), row] as const),
)

// Seven people one after the other, in three chats.
test.each(aboutChats)('S6 %s', { timeout: 30_000 }, async (_, row) => {
  for (const object of objects) expect(await tryAll(row, object), object).toEqual(columns(row, object))
})

test('S6 what is tried does not fail by accident', () => {
  for (const line of world.server.logs) expect(line).not.toContain('a request failed')
})

async function tryAll(row: Row, object: ObjectName): Promise<Record<string, string>> {
  const tryAs = (standing: Standing) => row.tries(world.people[standing], world.objects[object], world)
  if (row.atOnce === true)
    return Object.fromEntries(await Promise.all(standings.map(async (one) => [one, await tryAs(one)] as const)))
  const got: Record<string, string> = {}
  // The owner is last: what he may ends the object.
  for (const standing of standings.toReversed()) got[standing] = await tryAs(standing)
  return got
}

function columns(row: Row, object: ObjectName): Record<string, string> {
  const text = object === 'announcements' ? (row.announcements ?? row.group) : row[object]
  const codes = text.split(' ').map((code) => (code === '.' ? 'NOT_FOUND' : code))
  expect(codes).toHaveLength(standings.length)
  return Object.fromEntries(standings.map((standing, i) => [standing, codes[i] ?? '']))
}
