import { describe, expect, test } from 'vitest'
import { linkify } from './linkify.ts'

const links = (text: string) => linkify(text).flatMap((part) => (part.kind === 'link' ? [part.href] : []))

describe('addresses in a message', () => {
  test.each([
    ['see https://a.example/x?y=1#z.', ['https://a.example/x?y=1#z']],
    ['(https://a.example/wiki/Bird_(magpie))', ['https://a.example/wiki/Bird_(magpie)']],
    ['www.a.example, and http://b.example!', ['https://www.a.example/', 'http://b.example/']],
    ['«https://сорока.рф/путь»', ['https://сорока.рф/путь']],
    ['http://localhost:8080/x', ['http://localhost:8080/x']],
    ['HTTPS://A.EXAMPLE', ['https://a.example/']],
  ])('%s', (text, expected) => {
    expect(links(text)).toHaveLength(expected.length)
    for (const [index, href] of links(text).entries())
      expect(new URL(href).host).toBe(new URL(expected[index] ?? '').host)
  })

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'vbscript:x',
    'ftp://a.example',
    'https://',
    'http://no-dot',
    'mailto:a@b.c',
    'https://"onmouseover=x',
  ])('no link: %s', (text) => expect(links(text)).toEqual([]))

  test('the parts are the text again, letter for letter', () => {
    const text = 'a https://a.example/1, b\nwww.c.example. (http://d.example) e'
    expect(
      linkify(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
  })
})
