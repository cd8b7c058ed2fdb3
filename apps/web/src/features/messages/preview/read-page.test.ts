import { describe, expect, test } from 'vitest'
import { decodePage, readPage } from './read-page.ts'

const url = 'https://a.example/x/page'

describe('what a page says of itself', () => {
  test('its own words win over its title, in any order and quoting', () => {
    const html = `<head><title>Spare</title><meta content='A &amp; B &#x2014; c' property="og:title">
      <meta name=description content="Long  words"><meta property="og:image" content="/pic.jpg"></head>`
    expect(readPage(html, url)).toEqual({
      site: 'a.example',
      title: 'A & B — c',
      description: 'Long words',
      image: 'https://a.example/pic.jpg',
    })
  })

  test('a title is enough, nothing is not', () => {
    expect(readPage('<TITLE>Only</TITLE>', url)?.title).toBe('Only')
    expect(readPage('<p>no head</p>', url)).toBeNull()
  })

  test('script, odd addresses and overrides of direction do no harm', () => {
    const html = `<meta property="og:title" content="<script>x</script>\u202Eevil"><meta property="og:image" content="javascript:alert(1)">`
    const page = readPage(html, url)
    expect(page?.title).toBe('<script>x</script> evil')
    expect(page?.image).toBeNull()
    expect(readPage('<meta property=og:title content=&#x110000;ok>', url)?.title).toBe('ok')
  })

  test('a page made to hang is read in one go', () => {
    const started = performance.now()
    for (const piece of ['<meta ', '<meta a="', "<meta '", '<title', '<meta x=1 '])
      readPage(piece.repeat(200_000 / piece.length), url)
    expect(performance.now() - started).toBeLessThan(3000)
  })

  test('the character set is the one that is named', () => {
    const bytes = new Uint8Array([0xcf, 0xf0, 0xe8])
    expect(decodePage(bytes, 'text/html; charset=windows-1251')).toBe('При')
    expect(decodePage(new TextEncoder().encode('При'), 'text/html; charset=nonsense')).toBe('При')
  })
})
