/** The magpie of the stickers, in parts: seen from the front, 512 units a side. Every part is a piece of SVG. */

export const ink = '#0A0F12'
export const black = '#1C262C'
export const paper = '#FBFDFC'
export const shade = '#D7E3E4'
export const horn = '#41515A'
export const hornLight = '#6D8089'
export const pink = '#F58A8F'
export const red = '#D6404A'
export const gold = '#F4B73F'

/** An outlined shape; in the pass behind the picture the same outline is the white border. */
export function shape(d: string, fill: string, more = ''): string {
  return `<path class="o" d="${d}" fill="${fill}"${more && ` ${more}`}/>`
}
export const flat = (d: string, fill: string, more = '') => `<path d="${d}" fill="${fill}"${more && ` ${more}`}/>`
export const line = (d: string, stroke: string, width: number) =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`
export const oval = (x: number, y: number, rx: number, ry: number, fill: string, more = '') =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"${more && ` ${more}`}/>`
/** `at` places it, `move` is the class by which it moves around its own origin: two groups, as CSS takes the place of the attribute. */
export function group(inside: string, { at = '', move = '' } = {}): string {
  const moving = move === '' ? inside : `<g class="${move}">${inside}</g>`
  return at === '' ? moving : `<g transform="${at}">${moving}</g>`
}

/** Long and of all colours, as on the logo. */
export function tail(turn = 0): string {
  const feathers =
    shape('M246 372 92 446C58 462 52 492 78 500 98 506 124 498 148 488L284 428Z', 'url(#s)') +
    line('M236 404 106 470M262 414 140 478', '#0A3F55', 5) +
    line('M212 396 110 446', '#7FE3D2', 6)
  return turn === 0 ? feathers : group(feathers, { at: `rotate(${turn} 262 392)` })
}

export function feet(): string {
  const foot = (x: number) =>
    shape(`M${x - 7} 432h14l1 20 20 9c8 4 5 14-4 13l-19-3-5 4h-6l-5-4-19 3c-9 1-12-9-4-13l20-9Z`, horn)
  return foot(222) + foot(292)
}

/** A black bib over a white belly. */
export function body(): string {
  return (
    shape(
      'M256 246C330 246 362 308 358 362 354 418 314 446 256 446 198 446 158 418 154 362 150 308 182 246 256 246Z',
      black,
    ) +
    flat(
      'M256 326C304 306 338 336 336 372 333 414 300 436 256 436 212 436 179 414 176 372 174 336 208 306 256 326Z',
      paper,
    ) +
    flat(
      'M178 384C186 418 216 436 256 436 300 436 333 414 336 372 322 408 290 418 256 418 220 418 194 406 178 384Z',
      shade,
    )
  )
}

const wingShape = 'M-2-22C-44-16-64 38-54 92-49 126-30 146-12 140 6 132 30 92 33 42 35 6 22-24-2-22Z'
const wingTip = 'M-56 64C-58 112-38 148-12 140 4 133 26 100 32 60 22 72 8 70 2 58-4 76-22 78-28 62-34 76-48 74-56 64Z'

/** Hangs down at 0; 90 is stretched out, 150 is up. */
export function wing(side: 'left' | 'right', turn: number, move = '', size = 1): string {
  const feathers =
    shape(wingShape, black) +
    flat(wingTip, 'url(#s)') +
    line('M-30 82C-30 104-24 120-18 128M0 80C2 98-2 114-8 124', '#0A3F55', 5) +
    flat('M-6-8C-30-2-42 24-40 48-28 54-6 50 8 36 16 18 10-8-6-8Z', paper) +
    `<path class="l" d="${wingShape}" fill="none"/>`
  const at =
    side === 'left'
      ? `translate(178 296) scale(${size}) rotate(${turn})`
      : `translate(334 296) scale(${-size} ${size}) rotate(${turn})`
  return group(feathers, { at, move })
}

/** Round, with a tuft and a gleam. */
export function head(face: string): string {
  return (
    shape('M238 74C226 52 234 34 252 26 250 40 256 46 262 50 268 38 280 34 294 38 284 48 280 60 280 74Z', black) +
    shape(
      'M256 62C338 62 392 112 392 178 392 244 334 282 256 282 178 282 120 244 120 178 120 112 174 62 256 62Z',
      black,
    ) +
    line('M146 150C156 112 190 88 226 82', 'url(#s)', 13) +
    line('M243 79C246 78 250 78 252 78', '#55CBD6', 13) +
    face
  )
}

const style = [
  '.o{stroke:var(--s,#0A0F12);stroke-width:var(--w,9);stroke-linejoin:round;stroke-linecap:round}',
  '.l{stroke:#0A0F12;stroke-width:9;stroke-linejoin:round}',
]
const still =
  '@media(prefers-reduced-motion:reduce){*{animation:none!important}}#still:target *{animation:none!important}'

/** One sticker: the picture over its own white border. `motion`: CSS of the classes that its parts move by. */
export function sticker(picture: string, motion = '', loose = ''): string {
  const css = [...style, motion, motion === '' ? '' : still].join('')
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" id="still" viewBox="0 0 512 512" width="512" height="512"><style>${css}</style>` +
    '<defs><linearGradient id="s" x1="0" y1="1" x2="1" y2="0"><stop stop-color="#17B083"/><stop offset=".5" stop-color="#0C8C99"/>' +
    '<stop offset="1" stop-color="#2F78D0"/></linearGradient></defs>' +
    '<use href="#m" style="--s:#0A0F1226;--w:41"/><use href="#m" style="--s:#fff;--w:36"/>' +
    `<g id="m" transform="matrix(.93 0 0 .93 18 12)">${picture}</g>${loose}</svg>\n`
  )
}
