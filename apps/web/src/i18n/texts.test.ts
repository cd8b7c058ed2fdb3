import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const source = join(import.meta.dirname, '..')
const plural = /_(zero|one|two|few|many|other)$/

function keysOf(value: unknown, path: string): [key: string, text: string][] {
  if (typeof value === 'string') return [[path, value]]
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) =>
    keysOf(inner, path.endsWith(':') ? path + key : `${path}.${key}`),
  )
}

function textsOf(language: 'ru' | 'en'): Map<string, string> {
  const folder = join(import.meta.dirname, language)
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return new Map(
    files.flatMap((file) =>
      keysOf(JSON.parse(readFileSync(join(folder, file), 'utf8')), `${file.replace('.json', '')}:`),
    ),
  )
}

const ru = textsOf('ru')
const en = textsOf('en')
const bases = (texts: Map<string, string>) => new Set([...texts.keys()].map((key) => key.replace(plural, '')))

/** Keys as the code names them; `${…}` in a template stands for one or more characters. */
function usedKeys(): { key: string; pattern: RegExp }[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !file.includes('.test.'),
  )
  const used = new Map<string, RegExp>()
  for (const file of files) {
    const code = readFileSync(join(source, file), 'utf8')
    for (const [, , key] of code.matchAll(
      /(['`])((?:account|admin|app|auth|calls|chats|door|errors|export|groups|install|link|media|messages|notify|people|search|security):[A-Za-z][\w.${}]*)\1/g,
    )) {
      if (key === undefined) continue
      const pattern = key.replace(/[.]/g, '\\.').replace(/\$\{[^}]*\}/g, '.+')
      used.set(key, new RegExp(`^${pattern}$`))
    }
  }
  return [...used].map(([key, pattern]) => ({ key, pattern }))
}

describe('texts of the interface', () => {
  test('Russian and English have the same keys', () => {
    expect([...bases(ru)].toSorted()).toEqual([...bases(en)].toSorted())
  })

  test('every key that the code names exists', () => {
    const known = [...bases(ru)]
    const used = usedKeys()
    expect(used.length).toBeGreaterThan(100)
    expect(used.filter(({ pattern }) => !known.some((key) => pattern.test(key))).map(({ key }) => key)).toEqual([])
  })

  test('each plural has all forms of its language', () => {
    const forms = { ru: ['one', 'few', 'many', 'other'], en: ['one', 'other'] }
    for (const [language, texts] of [
      ['ru', ru],
      ['en', en],
    ] as const)
      for (const key of [...texts.keys()].filter((name) => name.endsWith('_other')))
        for (const form of forms[language])
          expect(texts.has(key.replace(plural, `_${form}`)), `${language} ${key} ${form}`).toBe(true)
  })

  test('both languages fill in the same values', () => {
    const values = (text: string | undefined) =>
      [...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').toSorted()
    for (const [key, text] of en) if (ru.has(key)) expect(values(ru.get(key)), key).toEqual(values(text))
  })

  test('no exclamation marks: the voice is calm', () => {
    const loud = [...ru, ...en].filter(([key, text]) => text.includes('!') && key !== 'account:appearance.question')
    expect(loud).toEqual([])
  })
})
