import { expect, test } from 'vitest'
import { fileName, Names } from './file-names.ts'

test.each([
  ['photo.jpg', 'photo.jpg'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['C:\\Windows\\win.ini', 'C__Windows_win.ini'],
  ['a\u0000b\u202Egpj.exe', 'a_b_gpj.exe'],
  ['CON', '_CON'],
  ['nul.txt', '_nul.txt'],
  ['...', 'file'],
  ['', 'file'],
  [' Отчёт за год. ', 'Отчёт за год'],
])('S11 %j becomes a name that stays in its folder', (given, name) => {
  expect(fileName(given, 'file')).toBe(name)
})

test('a long name is cut before its ending, and never within a sign', () => {
  const name = fileName(`${'я'.repeat(100)}😀.jpeg`, 'file')
  expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(130)
  expect(name.endsWith('.jpeg')).toBe(true)
  expect(fileName(`${'a'.repeat(119)}😀`, 'file').isWellFormed()).toBe(true)
})

test('names that a file system takes for one are told apart', () => {
  const names = new Names()
  expect(['Photo.jpg', 'photo.JPG', 'photo.jpg', 'e\u0301', '\u00E9'].map((name) => names.free(name))).toEqual([
    'Photo.jpg',
    'photo (2).JPG',
    'photo (3).jpg',
    'e\u0301',
    '\u00E9 (2)',
  ])
})
