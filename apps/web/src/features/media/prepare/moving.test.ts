import { expect, test } from 'vitest'
import { isAnimated, isSilent } from './moving.ts'

const bytes = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0))
const webp = (flags: number) => bytes(`RIFF....WEBPVP8X....${String.fromCharCode(flags)}...`)
const film = (handler: string) => bytes(`\0\0\0\u0018ftypisom....moov....hdlr\0\0\0\0\0\0\0\0${handler}....`)

test('what moves is told from what stands', () => {
  expect([bytes('GIF89a'), webp(2), webp(0x12)].map(isAnimated)).toEqual([true, true, true])
  expect([webp(0), bytes('RIFF....WEBPVP8 '), bytes('\u0089PNG'), bytes('')].map(isAnimated)).toEqual([
    false,
    false,
    false,
    false,
  ])
})

test('a film with sound is no GIF', () => {
  expect([isSilent(film('vide')), isSilent(film('soun'))]).toEqual([true, false])
  expect(isSilent(bytes('\u001aE\u00df\u00a3....webm....V_VP9'))).toBe(true)
  expect(isSilent(bytes('\u001aE\u00df\u00a3....webm....V_VP9....A_OPUS'))).toBe(false)
  expect(isSilent(bytes('<svg onload=alert(1)>'))).toBe(false)
})
