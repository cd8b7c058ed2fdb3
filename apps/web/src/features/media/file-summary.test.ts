import type { AttachmentView } from '@soroka/client/types'
import type { TFunction } from 'i18next'
import { expect, test } from 'vitest'
import { fileSummary } from './file-summary.ts'

const t = ((key: string, values: Record<string, unknown> = {}) =>
  [key, ...Object.values(values)].join(' ')) as unknown as TFunction
const file = (shape: AttachmentView['shape'], more: Partial<AttachmentView> = {}) =>
  ({ id: 'f', shape, name: 'Билеты.pdf', duration: 12_000, ...more }) as AttachmentView
const words = (...files: AttachmentView[]) => fileSummary({ files, text: '' }, t)

test('one file is named by its kind, or by its own name', () => {
  expect(words(file('photo'))).toBe('media:one.photo')
  expect(words(file('voice'))).toBe('media:one.voice 0:12')
  expect(words(file('document'))).toBe('Билеты.pdf')
  expect(words(file('audio', { name: '' }))).toBe('media:one.audio')
})

test('several of one kind are counted; a mixture says what it is of', () => {
  expect(words(file('photo'), file('photo'))).toBe('media:many.photo 2')
  expect(words(file('photo'), file('video'))).toBe('media:many.media 2')
  expect(words(file('photo'), file('document'), file('audio'))).toBe('media:many.document 3')
})

test('words of the sender say more', () => {
  expect(fileSummary({ files: [file('photo')], text: 'С перевала' }, t)).toBe('С перевала')
})
