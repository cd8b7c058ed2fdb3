import { expect, test } from 'vitest'
import { passedError } from './errors.ts'

test('a code of the protocol and its facts pass, a message never does', () => {
  const secret = Object.assign(new Error('the password was hunter2'), { code: 'CODE_WRONG', data: { triesLeft: 3 } })
  expect(passedError(secret)).toEqual({ code: 'CODE_WRONG', data: { triesLeft: 3 } })
  expect(passedError(new TypeError('x'))).toEqual({ code: 'INTERNAL', data: {} })
  expect(passedError(Object.assign(new Error('x'), { code: 'ERR_BAD' }))).toEqual({ code: 'ERR_BAD', data: {} })
  expect(passedError('text')).toEqual({ code: 'INTERNAL', data: {} })
})
