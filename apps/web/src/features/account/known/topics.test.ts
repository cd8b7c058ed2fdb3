import { expect, test } from 'vitest'
import { byTopic } from './topics.ts'

test('nothing that the server tells is left out, whatever the table', () => {
  const facts = ['audit_log', 'users', 'blocks', 'a_new_one', 'contacts', 'contacts'].map((table, at) => ({
    table,
    at,
  }))
  const sorted = byTopic(facts)
  expect(sorted.map(({ name }) => name)).toEqual(['you', 'people', 'rest'])
  expect(sorted.flatMap((topic) => topic.facts).map(({ at }) => at)).toEqual([1, 4, 5, 2, 0, 3])
})
