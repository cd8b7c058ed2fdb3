import { expect, test } from 'vitest'
import { UncertainTopics } from './uncertain-topics.ts'

test('G7 what was published before a pulse that came back is sure; the rest is lost with the line', () => {
  const topics = new UncertainTopics()
  topics.published('chat:sure')
  topics.pulseSent()
  topics.published('chat:after')
  topics.pulseReturned()
  topics.pulseSent()
  topics.published('chat:last')
  topics.broke()
  expect(topics.take()).toEqual(['chat:after', 'chat:last'])
  expect(topics.take()).toEqual([])
})

test('G7 too many to remember are all', () => {
  const topics = new UncertainTopics()
  for (let i = 0; i <= 10_000; i++) topics.failed(`chat:${i}`)
  expect(topics.take()).toBe('all')
  topics.failed('chat:a')
  expect(topics.take()).toEqual(['chat:a'])
})
