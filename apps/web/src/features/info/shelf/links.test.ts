import type { MessageView } from '@soroka/client/types'
import { expect, test } from 'vitest'
import { linksOf } from './links.ts'

const preview = { url: 'https://a.example/', site: 'A', title: 'Maps of the Altai', description: '' }
const say = (more: Partial<MessageView> = {}) => ({ key: 'k', text: '', ...more }) as MessageView

test('each address of a message once, named by its host and path', () => {
  const twice = 'https://b.example/x?y=1'
  const found = linksOf(say(), ['https://www.a.example/%D0%BA%D0%B0%D1%80%D1%82%D0%B0/', twice, twice])
  expect(found.map(({ title, host }) => [title, host])).toEqual([
    ['a.example/карта', 'a.example'],
    ['b.example/x?y=1', 'b.example'],
  ])
})

test('the title of the card names its own link only', () => {
  const message = say({ preview })
  expect(linksOf(message, ['https://a.example/'])[0]?.title).toBe('Maps of the Altai')
  const two = linksOf(message, ['https://a.example/', 'https://b.example/'])
  expect(two.map(({ title }) => title)).toEqual(['Maps of the Altai', 'b.example'])
})

test('a stray % is no failure', () => {
  expect(linksOf(say(), ['https://a.example/100%'])[0]?.title).toBe('a.example/100%')
})
