import type { MessageView } from '@soroka/client/types'
import { expect, test } from 'vitest'
import { page } from './html.ts'
import { messageHtml } from './message-html.ts'

const hostile = `<img src=x onerror="alert(1)">'"&`
const message = {
  seq: 7,
  own: false,
  text: hostile,
  replyTo: { text: hostile },
  reactions: [{ emoji: '<b>', count: 2, own: false, users: [] }],
  poll: { options: [{ text: hostile, votes: 3 }], counted: true },
} as unknown as MessageView
const words = { sender: hostile, time: '10:00', quoted: hostile, edited: '', forwarded: hostile, missing: hostile }
const file = { name: hostile, type: 'image/png', shape: 'photo' } as NonNullable<MessageView['files']>[number]

test('S11 what people wrote is text wherever it stands in the archive', () => {
  const html = messageHtml(message, words, [
    { file, path: 'files/"><b> 100%#?.png' },
    { file, path: null },
  ])
  const tags = [...html.matchAll(/<\/?([a-z]+)/g)].map(([, tag]) => tag)
  expect(new Set(tags)).toEqual(new Set(['article', 'header', 'blockquote', 'p', 'a', 'img', 'em', 'ul', 'li']))
  expect(html).not.toMatch(/<img src=x|<script|<b>/)
  expect(html).toContain('href="files/%22%3E%3Cb%3E%20100%25%23%3F.png"')
})

test('S12 a page of the archive forbids scripts and the network', () => {
  const html = page(hostile, 'ru', '')
  expect(html).toContain("default-src 'none'")
  expect(html).not.toContain('<img')
})
