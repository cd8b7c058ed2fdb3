import { flat, gold, group, ink, line, oval, paper, red, shade, shape } from './bird.ts'

/** What a magpie holds and what flies around it. */

export const heart = (x: number, y: number, size: number, move = '') =>
  group(
    group(
      shape('M0 40C-54 8-54-38-22-40-10-40-3-34 0-26 3-34 10-40 22-40 54-38 54 8 0 40Z', red) +
        oval(-20, -16, 8, 11, '#FF9CA1'),
      { move },
    ),
    { at: `translate(${x} ${y}) scale(${size})` },
  )

export const letter = (x: number, y: number, turn = 0) =>
  group(
    shape('M-58-38H58V38H-58Z', paper) +
      line('M-52-32 0 8 52-32', '#9FB2B7', 7) +
      oval(0, 8, 15, 15, '#0C8C99') +
      line('M-5 8 0 13 7 2', '#fff', 5),
    { at: `translate(${x} ${y}) rotate(${turn})` },
  )

export const cup = (x: number, y: number) =>
  group(
    shape('M46-22C76-26 76 28 38 26L42 12C58 12 58-8 44-8Z', '#0C8C99') +
      shape('M-50-40H50L44 34C42 46 32 50 20 50H-20C-32 50-42 46-44 34Z', '#0C8C99') +
      flat('M-46-16H46L45-2H-45Z', '#BFEBEA') +
      oval(0, -38, 40, 9, '#5A3420'),
    { at: `translate(${x} ${y})` },
  )

export const steam = (x: number, y: number) =>
  group(
    `<path class="o" d="M-20 0C-32-16-8-26-20-44M18 0C6-16 30-26 18-44" fill="none" style="stroke:var(--s,#9FB2B7)"/>`,
    { at: `translate(${x} ${y})`, move: 'f' },
  )

export const laptop = () =>
  shape('M138 312H374L392 424H120Z', '#C3D0D3') +
  flat('M150 324H362L376 412H136Z', '#E9F0F1') +
  oval(256, 368, 17, 17, '#0C8C99') +
  flat('M250 360 266 368 250 376Z', '#fff') +
  shape('M104 420H408C412 438 402 446 388 446H124C110 446 100 438 104 420Z', '#9FB2B7')

export const partyHat = () =>
  group(
    shape('M-46 40 6-86 52 34C20 52-18 54-46 40Z', red) +
      flat('M-30 4-16-30 34-6 44 18ZM-2-66 6-86 24-38 12-34Z', gold) +
      shape('M6-104A18 18 0 1 1 5-104Z', paper),
    { at: 'translate(266 76) rotate(6) scale(.86)' },
  )

export const scraps = (move: string) =>
  [
    [84, 96, '#F4B73F', 20],
    [430, 84, '#17B083', -15],
    [62, 216, '#2F78D0', 40],
    [452, 206, '#D6404A', 10],
    [118, 40, '#D6404A', -30],
    [388, 34, '#2F78D0', 35],
    [44, 318, '#17B083', -20],
    [468, 318, '#F4B73F', 25],
  ]
    .map(([x, y, fill, turn]) =>
      group(`<rect x="-12" y="-9" width="24" height="18" rx="5" fill="${fill}"/>`, {
        at: `translate(${x} ${y}) rotate(${turn})`,
        move,
      }),
    )
    .join('')

export const zzz = () =>
  ['M400 118H440L402 164H444', 'M440 62H470L442 98H472', 'M372 176H396L374 202H398']
    .map(
      (d, n) =>
        `<g class="z z${n}"><path class="o" d="${d}" fill="none" style="stroke:var(--s,#2F78D0);stroke-width:var(--w,${[13, 11, 9][n]})"/></g>`,
    )
    .join('')

export const nightcap = () =>
  shape(
    'M132 146C150 72 220 36 300 44 378 52 440 92 446 170 410 132 384 128 372 142 300 108 208 110 132 146Z',
    '#2F5FA8',
  ) +
  flat('M208 58 236 48 224 112 192 118ZM300 44 330 48 318 120 286 114Z', '#7FB2EE') +
  shape(
    'M128 140C206 96 306 96 382 138 390 150 384 166 372 168 304 130 208 130 140 168 126 166 120 150 128 140Z',
    paper,
  ) +
  shape('M448 160A22 22 0 1 1 447 160Z', paper)

export const moon = (x: number, y: number, size = 1) =>
  group(
    shape(
      'M16-52C-18-50-44-24-44 10-44 44-16 70 18 70 44 70 66 54 72 30 60 40 46 42 34 38 4 30-10-22 16-52Z',
      '#FFD978',
    ),
    { at: `translate(${x} ${y}) scale(${size})` },
  )

export const question = (x: number, y: number, move = 'b') =>
  group(
    group(
      '<path class="o" d="M-22-26C-22-58 30-58 28-22 26 0 0-2 0 22" fill="none" style="stroke:var(--s,#0C8C99);stroke-width:var(--w,17)"/><circle class="o" cx="0" cy="52" r="5" style="stroke:var(--s,#0C8C99)" fill="#0C8C99"/>',
      { move },
    ),
    { at: `translate(${x} ${y})` },
  )

export const puff = (x: number, y: number, size: number, move = '') =>
  group(group(shape('M-30 16C-52 14-50-18-26-18-20-42 20-42 26-18 50-18 52 14 30 16Z', shade), { move }), {
    at: `translate(${x} ${y}) scale(${size})`,
  })

export const cake = () =>
  shape('M150 372H362V440C362 450 354 456 344 456H168C158 456 150 450 150 440Z', '#F7C9C4') +
  shape(
    'M144 352C144 338 154 330 168 330H344C358 330 368 338 368 352V376C356 400 336 400 326 380 316 404 292 404 284 382 274 404 246 404 238 382 228 404 204 404 194 380 184 398 156 398 144 376Z',
    paper,
  ) +
  shape('M246 276H266V332H246Z', '#2F78D0') +
  line('M248 300 264 290M248 320 264 310', '#fff', 5) +
  group(shape('M256 228C274 250 274 272 256 274 238 272 238 250 256 228Z', gold), { move: 'c' })

export const bag = () =>
  shape('M352 366C352 330 420 330 420 366', 'none') +
  shape('M330 364H442L434 446C433 454 428 458 420 458H352C344 458 339 454 338 446Z', '#C77A3A') +
  flat('M336 392H438L436 408H337Z', ink, 'opacity=".28"')

export const speed = () =>
  ['M40 214H104', 'M22 262H84', 'M44 310H96']
    .map((d) => `<path class="o v" d="${d}" fill="none" style="stroke:var(--s,#55CBD6)"/>`)
    .join('')
