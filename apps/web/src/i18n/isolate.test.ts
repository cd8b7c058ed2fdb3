import { expect, test } from 'vitest'
import { isolate } from './isolate.ts'

test('a name from the right is kept apart from the sentence, others are left as they are', () => {
  expect(isolate('דנה')).toBe('\u2068דנה\u2069')
  expect(isolate('ليلى Grey')).toBe('\u2068ليلى Grey\u2069')
  expect(isolate('\u202EanaD')).toBe('\u2068\u202EanaD\u2069')
  expect(isolate('Анна <b>')).toBe('Анна <b>')
})
