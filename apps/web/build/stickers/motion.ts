import { body, feet, group, head, line, oval, tail, wing } from './bird.ts'

/** How stickers move, and the bird as it mostly stands. */

export const turn = (name: string, at: string, frames: string, time: string) =>
  `.${name}{transform-origin:${at};animation:${name} ${time} ease-in-out infinite}@keyframes ${name}{${frames}}`
/** Looks away for a blink now and then. */
export const blink = turn('e', '256px 168px', '0%,92%,100%{transform:scaleY(1)}96%{transform:scaleY(.1)}', '3.6s')
export const sway = (name: string, at: string, from: number, to: number, time: string) =>
  turn(name, at, `0%,100%{transform:rotate(${from}deg)}50%{transform:rotate(${to}deg)}`, time)
export const beat = turn('b', '0 0', '0%,100%{transform:scale(1)}40%{transform:scale(1.14)}', '1.1s')
export const hop = (name: string, up: number, time: string) =>
  turn(name, '256px 440px', `0%,100%{transform:none}50%{transform:translateY(${-up}px)}`, time)

/** Room for a hat. */
export const low = 'translate(18 48) scale(.92)'
export const badge = (fill: string, sign: string) =>
  group(oval(0, 0, 54, 54, fill, 'class="o"') + line(sign, '#fff', 17), { at: 'translate(432 112)', move: 'b' })

export const bird = (face: string, [left, right]: [number, number], moves: [string?, string?] = []) =>
  tail() + feet() + body() + wing('left', left, moves[0]) + wing('right', right, moves[1]) + head(face)
