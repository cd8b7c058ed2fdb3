import { expect, test } from 'vitest'
import { beginAt } from './begin-at.ts'

const sdp = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=rtpmap:111 opus/48000/2',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
  'a=rtpmap:96 VP8/90000',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=rtpmap:96 VP8/90000',
  '',
].join('\r\n')

test('the camera begins higher, and nothing else is another', () => {
  const line = 'a=fmtp:96 x-google-start-bitrate=800\r\n'
  const changed = beginAt(sdp, 800)
  expect(changed.indexOf(line)).toBe(sdp.indexOf('a=rtpmap:97'))
  expect(changed.replace(line, '')).toBe(sdp)
})

test('what is said already, and what is no description, stays', () => {
  expect(beginAt(beginAt(sdp, 800), 900)).toBe(beginAt(sdp, 800))
  for (const text of ['', 'm=video', 'nonsense']) expect(beginAt(text, 800)).toBe(text)
})
