import { expect, test } from 'vitest'
import { fileRows } from './file-rows.ts'
import type { SaidFile } from './use-files.ts'

const now = Date.UTC(2026, 10, 20)
const file = (n: number, at: number) =>
  ({ message: `m${n}`, seq: 100 - n, at, file: { id: `f${n}` } }) as unknown as SaidFile
const drawn = (rows: ReturnType<typeof fileRows>) =>
  rows.map((row) => ('month' in row ? row.month : row.files.map(({ message }) => message).join(' ')))

test('pictures of a month stand three in a line; a new month begins a new line', () => {
  const autumn = Date.UTC(2026, 10, 5)
  const last = Date.UTC(2025, 10, 5)
  const files = [file(1, autumn), file(2, autumn), file(3, autumn), file(4, autumn), file(5, last)]
  expect(drawn(fileRows(files, 'media', now, 'en'))).toEqual(['November', 'm1 m2 m3', 'm4', 'November 2025', 'm5'])
  expect(drawn(fileRows(files.slice(0, 2), 'files', now, 'en'))).toEqual(['November', 'm1', 'm2'])
})
