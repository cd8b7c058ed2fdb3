import { flat, gold, group, horn, hornLight, ink, line, oval, paper, pink, red, shape } from './bird.ts'

/** Eyes, brows and beak: what a magpie feels. */

const [left, right, level] = [204, 308, 168]
const light = '#DDE8EA'

function eye(x: number, { dx = 0, dy = 0, size = 1 }): string {
  const [rx, ry] = [35 * size, 41 * size]
  return (
    oval(x, level, rx, ry, paper) +
    oval(x + dx, level + dy, 22 * size, 27 * size, ink) +
    oval(x + dx + 7 * size, level + dy - 11 * size, 8 * size, 9 * size, '#fff') +
    oval(x + dx - 8 * size, level + dy + 11 * size, 4, 4, '#9FD8DC')
  )
}

const both = (draw: (x: number, side: -1 | 1) => string) => draw(left, -1) + draw(right, 1)

export const eyes = {
  open: (look: { dx?: number; dy?: number; size?: number } = {}) =>
    group(
      both((x) => eye(x, look)),
      { move: 'e' },
    ),
  /** Smiling. */
  happy: () =>
    both((x) =>
      line(
        `M${x - 32} ${level + 14}C${x - 22} ${level - 24} ${x + 22} ${level - 24} ${x + 32} ${level + 14}`,
        light,
        13,
      ),
    ),
  asleep: () =>
    both((x) =>
      line(`M${x - 32} ${level}C${x - 20} ${level + 26} ${x + 20} ${level + 26} ${x + 32} ${level}`, light, 12),
    ),
  tight: () =>
    both((x, side) =>
      line(
        `M${x - 28 * -side} ${level - 24}L${x + 22 * -side} ${level + 2} ${x - 28 * -side} ${level + 28}`,
        light,
        13,
      ),
    ),
  wink: () =>
    eye(left, {}) +
    line(
      `M${right - 32} ${level + 12}C${right - 20} ${level - 20} ${right + 20} ${level - 20} ${right + 32} ${level + 12}`,
      light,
      13,
    ),
  hearts: () =>
    both((x) =>
      group(
        flat('M0 34C-44 6-44-32-18-34-8-34-2-28 0-22 2-28 8-34 18-34 44-32 44 6 0 34Z', red) +
          oval(-16, -14, 7, 9, '#FF9CA1'),
        { at: `translate(${x} ${level + 2})`, move: 'b' },
      ),
    ),
  /** Half closed, from above. */
  bored: (dx = 0) =>
    both(
      (x) =>
        oval(x, level, 35, 41, paper) +
        oval(x + dx, level + 8, 21, 24, ink) +
        oval(x + dx + 7, level + 6, 6, 6, '#fff') +
        flat(
          `M${x - 40} ${level - 46}H${x + 40}V${level - 8}C${x + 16} ${level - 14} ${x - 16} ${level - 14} ${x - 40} ${level - 8}Z`,
          '#1C262C',
        ) +
        line(
          `M${x - 36} ${level - 8}C${x - 14} ${level - 13} ${x + 14} ${level - 13} ${x + 36} ${level - 8}`,
          light,
          8,
        ),
    ),
  shades: () =>
    flat(
      'M136 138C190 128 226 132 256 144 286 132 322 128 376 138 378 190 360 214 318 214 286 214 272 196 266 172 262 162 250 162 246 172 240 196 226 214 194 214 152 214 134 190 136 138Z',
      '#0A0F12',
      'stroke="#DDE8EA" stroke-width="9" stroke-linejoin="round"',
    ) +
    flat(
      'M152 152 196 148 166 198C154 190 150 172 152 152ZM318 146 350 150 316 202C306 202 298 198 292 192Z',
      'url(#s)',
    ),
}

export const brows = {
  angry: () => line('M166 112 236 142M346 112 276 142', light, 13),
  sad: () => line('M170 128 226 106M342 128 286 106', light, 11),
  up: () => line('M172 108C186 96 214 94 228 102M284 102C298 94 326 96 340 108', light, 10),
  one: () => line('M172 122C188 114 212 114 228 120M284 100C300 86 328 88 342 102', light, 11),
}

export const blush = () => oval(160, 216, 26, 16, pink, 'opacity=".8"') + oval(352, 216, 26, 16, pink, 'opacity=".8"')

const upper = 'M218 202C232 182 280 182 294 202 288 222 272 236 256 240 240 236 224 222 218 202Z'

export const beak = {
  closed: () =>
    shape('M218 200C232 180 280 180 294 200 288 232 272 252 256 256 240 252 224 232 218 200Z', horn) +
    line('M240 198C250 193 262 193 272 198', hornLight, 7) +
    line('M234 220C248 230 264 230 278 220', ink, 6),
  smile: () =>
    shape('M218 200C232 180 280 180 294 200 290 230 272 252 256 256 240 252 222 230 218 200Z', horn) +
    line('M240 197C250 192 262 192 272 197', hornLight, 7) +
    line('M210 200C226 232 286 232 302 200', ink, 7),
  /** Laughing or calling. */
  open: (tall = 0) =>
    shape(
      `M220 206C232 198 280 198 292 206 292 ${254 + tall} 274 ${276 + tall} 256 ${278 + tall} 238 ${276 + tall} 220 ${254 + tall} 220 206Z`,
      '#8E2430',
    ) +
    oval(256, 256 + tall * 0.8, 20, 15, pink) +
    shape(upper, horn) +
    line('M240 199C250 194 262 194 272 199', hornLight, 7),
  /** A small cry of wonder. */
  round: () =>
    shape('M234 216C234 204 278 204 278 216 280 246 270 258 256 258 242 258 232 246 234 216Z', '#8E2430') +
    shape('M224 202C238 184 274 184 288 202 282 216 268 222 256 222 244 222 230 216 224 202Z', horn),
  sad: () =>
    shape('M220 206C234 184 278 184 292 206 286 232 272 246 256 248 240 246 226 232 220 206Z', horn) +
    line('M242 200C250 196 262 196 270 200', hornLight, 7) +
    line('M232 232C246 220 266 220 280 232', ink, 7),
  kiss: () =>
    shape('M228 202C240 188 272 188 284 202 280 222 268 238 256 242 244 238 232 222 228 202Z', horn) +
    line('M246 222C252 226 260 226 266 222', ink, 6),
}

export const tear = (x: number, y: number, move = 't') =>
  group(
    shape('M0-18C10-2 16 6 16 16 16 28 8 34 0 34-8 34-16 28-16 16-16 6-10-2 0-18Z', '#6FC7F2') +
      oval(-5, 16, 4, 7, '#E3F6FF'),
    { at: `translate(${x} ${y})`, move },
  )
export const star = (x: number, y: number, size: number, fill = gold) =>
  group(shape('M0-30 9-10 31-8 14 7 19 29 0 17-19 29-14 7-31-8-9-10Z', fill), {
    at: `translate(${x} ${y}) scale(${size})`,
    move: 'k',
  })
