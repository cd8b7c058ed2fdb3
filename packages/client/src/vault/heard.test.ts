import type { ChatId } from '@soroka/protocol'
import { expect, test } from 'vitest'
import type { AccountVault } from './account-vault.ts'
import { readHeard, writeHeard } from './heard.ts'

const chat = 'c' as ChatId

function vaultOf(): AccountVault {
  let value: unknown = null
  return {
    read: async () => value,
    update: async (_: string, __: unknown, change: (old: unknown) => unknown) => {
      value = change(value)
    },
  } as unknown as AccountVault
}

test('a chat names the newest of what was heard, and counts the older as heard', async () => {
  const vault = vaultOf()
  for (let seq = 10; seq <= 410; seq++) await writeHeard(vault, chat, seq)
  const heard = await readHeard(vault, chat)
  expect(heard.upTo).toBe(110)
  expect(heard.rows).toEqual(Array.from({ length: 300 }, (_, i) => 111 + i))
  expect(JSON.stringify(heard).length).toBeLessThan(8000)
  await writeHeard(vault, chat, 50)
  await writeHeard(vault, chat, 400)
  expect(await readHeard(vault, chat)).toEqual(heard)
})
