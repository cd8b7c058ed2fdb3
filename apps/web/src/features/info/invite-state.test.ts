import type { InviteView } from '@soroka/client/types'
import { describe, expect, test } from 'vitest'
import { isOver } from './invite-state.ts'

const invite = (facts: Partial<InviteView>): InviteView => ({
  link: null,
  id: 'link',
  expiresAt: 1000,
  maxUses: 2,
  uses: 1,
  approval: false,
  ...facts,
})

describe('an invite link', () => {
  test('is over once its time has come or its last guest has entered', () => {
    expect(isOver(invite({}), 999)).toBe(false)
    expect(isOver(invite({}), 1000)).toBe(true)
    expect(isOver(invite({ uses: 2 }), 999)).toBe(true)
  })

  test('zero is no limit; the other limit still holds', () => {
    expect(isOver(invite({ expiresAt: 0 }), 5000)).toBe(false)
    expect(isOver(invite({ maxUses: 0, uses: 70 }), 999)).toBe(false)
    expect(isOver(invite({ expiresAt: 0, uses: 2 }), 5000)).toBe(true)
    expect(isOver(invite({ maxUses: 0, uses: 70 }), 1000)).toBe(true)
  })
})
