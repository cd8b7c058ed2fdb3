import type { UserId } from '@soroka/protocol'
import { describe, expect, test } from 'vitest'
import { type Block, parseBlocks, plainText } from './blocks.ts'
import { type Inline, parseInline } from './inline.ts'

function show(parts: Inline[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text
      if ('inner' in part) return `<${part.kind}>${show(part.inner)}</>`
      return `<${part.kind}${'href' in part ? ` ${part.href}` : ''}>${part.text}</>`
    })
    .join('')
}
const inline = (text: string) => show(parseInline(text, []))
const shape = (blocks: Block[]) => blocks.map((block) => block.kind).join(' ')

describe('styles of a message', () => {
  test.each([
    ['**bold** and _soft_', '<bold>bold</> and <italic>soft</>'],
    ['*soft* ~~gone~~ ||secret||', '<italic>soft</> <strike>gone</> <spoiler>secret</>'],
    ['**a _b_ c**', '<bold>a <italic>b</> c</>'],
    ['`a **b**`', '<code>a **b**</>'],
    ['snake_case_name 2*3*4', 'snake_case_name 2*3*4'],
    ['a || b || c, ** no **', 'a || b || c, ** no **'],
    ['**open', '**open'],
    ['[here](https://a.example/x_y_z)', '<link https://a.example/x_y_z>here</>'],
    ['https://a.example/x_y_z_', '<link https://a.example/x_y_z_>https://a.example/x_y_z_</>'],
  ])('%s', (text, expected) => expect(inline(text)).toBe(expected))

  test.each([
    '[x](javascript:alert(1))',
    '[x](data:text/html,1)',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](vbscript:1)',
  ])('stays text: %s', (text) => expect(parseInline(text, []).every(({ kind }) => kind === 'text')).toBe(true))

  test('names that were called are mentions, nothing else is', () => {
    const mentions = [{ user: 'u' as UserId, name: 'Ира_С' }]
    expect(show(parseInline('@Ира_С и @Костя', mentions))).toBe('<mention>@Ира_С</> и @Костя')
  })

  test('a text made to break the page is read in one go', () => {
    const started = performance.now()
    for (const piece of ['**a ', '_', '||', '[', '`', '> ', '@', '~~x', '**a**'])
      parseBlocks(piece.repeat(16_000 / piece.length), [{ user: 'u' as UserId, name: 'a' }])
    const deep = parseInline(`${'**a '.repeat(4000)}${'a** '.repeat(4000)}`, [])
    const depth = (parts: Inline[]): number =>
      Math.max(0, ...parts.slice(0, 100).map((part) => ('inner' in part ? 1 + depth(part.inner) : 0)))
    expect(depth(deep)).toBeLessThanOrEqual(8)
    expect(performance.now() - started).toBeLessThan(1500)
  })
})

describe('blocks', () => {
  test('fences, quotes and lists', () => {
    const blocks = parseBlocks('Hi\n```ts\nconst a = **1**\n```\n> quoted\n> on\n- one\n- two\n3. three\nend', [])
    expect(shape(blocks)).toBe('text code quote list list text')
    expect(blocks[1]).toEqual({ kind: 'code', language: 'ts', text: 'const a = **1**' })
    expect(blocks[4]).toMatchObject({ start: 3 })
  })

  test('a fence that is never closed is text', () => expect(shape(parseBlocks('```\nno end', []))).toBe('text'))
  test('an ordinary text is one block, letter for letter', () =>
    expect(parseBlocks('Hi,\n\nyou', [])).toEqual([{ kind: 'text', inner: [{ kind: 'text', text: 'Hi,\n\nyou' }] }]))
  test('a summary has no marks', () => expect(plainText('**A** _b_\n> c ||d||')).toBe('A b c ▒▒▒'))
})
