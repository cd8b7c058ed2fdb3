import type { UserId } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import { describe, expect, it } from 'vitest'
import { flip } from '../testing/people.ts'
import { entryKeys, type OpenedEntry } from './vault-entry.ts'

const userOf = (n: number) => toBase64url(new Uint8Array(16).fill(n)) as UserId
const user = userOf(1)
const puk = (gen: number) => ({ gen, seed: new Uint8Array(32).fill(gen) })

function keysOf(of = user, ...generations: number[]) {
  const keys = entryKeys(of, generations.map(puk))
  if (keys === null) throw new Error('no keys')
  return keys
}

const broken = { is: 'broken' }
const textOf = (opened: OpenedEntry) => (opened.is === 'opened' ? opened.text.trim() : opened.is)

describe('entries of the account vault', () => {
  it('open for the same name and version on each device of the person, and for nothing else', async () => {
    const keys = keysOf(user, 1, 2)
    const [name, other] = [keys.keyOf('chat/a'), keys.keyOf('chat/b')]
    const sealed = await keys.seal(name, 3, '{"a":1}')
    expect(textOf(await keysOf(user, 2, 1).open(name, 3, sealed))).toBe('{"a":1}')
    expect(await keys.open(other, 3, sealed)).toEqual(broken)
    expect(await keys.open(name, 2, sealed)).toEqual(broken)
    expect(await keys.open(name, 4, sealed)).toEqual(broken)
    expect(await keysOf(userOf(2), 1, 2).open(name, 3, sealed)).toEqual(broken)
    for (let at = 4; at < sealed.length; at += 31) expect(await keys.open(name, 3, flip(sealed, at))).toEqual(broken)
    for (const length of [0, 3, 4, 20]) expect(await keys.open(name, 3, sealed.subarray(0, length))).toEqual(broken)
  })

  it('keep their names over rotations; who lacks the newest key reads nothing newer', async () => {
    const [before, after] = [keysOf(user, 1), keysOf(user, 1, 2)]
    expect(after.keyOf('folders')).toBe(before.keyOf('folders'))
    expect(after.keyOf('folders')).not.toBe(keysOf(userOf(2), 1).keyOf('folders'))
    const name = after.keyOf('folders')
    expect(textOf(await after.open(name, 1, await before.seal(name, 1, '{}')))).toBe('{}')
    expect(await before.open(name, 2, await after.seal(name, 2, '{}'))).toEqual({ is: 'newer' })
    // A generation that is passed off as an older one opens nothing.
    const sealed = await after.seal(name, 2, '{}')
    sealed[3] = 1
    expect(await after.open(name, 2, sealed)).toEqual(broken)
  })

  it('hide the length of what is short', async () => {
    const keys = keysOf(user, 1)
    const name = keys.keyOf('draft/x')
    const sizes = await Promise.all(
      ['{}', 'x'.repeat(200)].map(async (text) => (await keys.seal(name, 1, text)).length),
    )
    expect(new Set(sizes).size).toBe(1)
  })
})
