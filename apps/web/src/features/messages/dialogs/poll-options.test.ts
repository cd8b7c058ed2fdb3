import { MAX_OPTIONS } from '@soroka/protocol/records'
import { describe, expect, test } from 'vitest'
import { changeOption, emptyOptions, pasteOptions, repeats, written } from './poll-options.ts'

const paste = (text: string, options = emptyOptions, key = 0) => pasteOptions(options, key, text)

describe('answers of a poll', () => {
  test('an empty field for one more is there until there are enough', () => {
    let options = emptyOptions
    for (let i = 0; i < MAX_OPTIONS + 3; i++)
      options = changeOption(options, options.find(({ text }) => text === '')?.key ?? 0, `answer ${i}`)
    expect(options.length).toBe(MAX_OPTIONS)
    expect(changeOption(emptyOptions, 0, 'one').length).toBe(2)
  })

  test('a pasted list fills the fields, without its own signs', () => {
    const done = paste('- Saturday\r\n2) Sunday\n\n• Monday\n')
    expect(done && written(done.options)).toEqual(['Saturday', 'Sunday', 'Monday'])
    expect(done?.options.at(-1)?.text).toBe('')
  })

  test('a list that is pasted in the middle keeps what stands around it', () => {
    const options = [
      { key: 0, text: 'first' },
      { key: 1, text: '' },
      { key: 2, text: 'last' },
    ]
    expect(written(paste('a\nb', options, 1)?.options ?? [])).toEqual(['first', 'a', 'b', 'last'])
  })

  test('a thousand lines become as many answers as a poll holds, and the rest is counted', () => {
    const done = paste(Array.from({ length: 1000 }, (_, i) => `line ${i}`).join('\n'))
    expect(done?.options.length).toBe(MAX_OPTIONS)
    expect(done?.dropped).toBe(1000 - MAX_OPTIONS)
    expect(new Set(done?.options.map(({ key }) => key)).size).toBe(MAX_OPTIONS)
  })

  test('ten million characters are cut before they are read, and a pair is never cut in half', () => {
    const done = paste(`${'😀'.repeat(200)}\n${'x'.repeat(10_000_000)}`)
    expect(done && written(done.options).every((text) => text.length <= 100 && text.isWellFormed())).toBe(true)
    expect(written(done?.options ?? [])[0]).not.toContain('\uFFFD')
  })

  test('one line is left to the field', () => {
    expect(paste('only one\n')).toBeNull()
  })

  test('the same answer twice is noticed', () => {
    expect(
      repeats([
        { key: 0, text: 'a ' },
        { key: 1, text: 'a' },
      ]),
    ).toBe(true)
    expect(repeats(emptyOptions)).toBe(false)
  })
})
