import { SorokaError } from '@soroka/protocol'
import { describe, expect, test } from 'vitest'
import { hasCode } from '../api/api-errors.ts'
import { lateApi, type ServerAnswer, type ServerLine } from './late-api.ts'

const user = 'AAAAAAAAAAAAAAAAAAAAAA' as Parameters<ReturnType<typeof lateApi>['users']['get']>[0]['user']

/** A line of another script that always answers the same. */
function lineOf(answer: ServerAnswer) {
  const asked: unknown[] = []
  let opened = 0
  const line: ServerLine = {
    ask: async (...question) => {
      asked.push(question)
      return answer
    },
    close: () => undefined,
  }
  const api = lateApi(async () => {
    opened++
    return line
  })
  return { api, asked, opened: () => opened }
}

describe('R21 the server behind another script', () => {
  test('is asked by the names of the contract, and not before there is a question', async () => {
    const { api, asked, opened } = lineOf({ result: { name: 'Boris' } })
    const { users } = api
    expect(opened()).toBe(0)
    expect(await users.get({ user })).toEqual({ name: 'Boris' })
    expect(asked).toEqual([['users', 'get', { user }]])
  })

  test('refuses with the codes of this script', async () => {
    const { api } = lineOf({ code: 'NOT_FOUND', data: { what: 'user' } })
    const refusal: unknown = await api.users.get({ user }).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(SorokaError)
    expect(hasCode(refusal, 'NOT_FOUND') && refusal.data).toEqual({ what: 'user' })
  })
})
