const latin = new TextDecoder('latin1')
const text = (bytes: Uint8Array, from: number, length: number) => latin.decode(bytes.subarray(from, from + length))

/** GIF, or WebP with the bit that says that it moves. */
export function isAnimated(bytes: Uint8Array): boolean {
  if (text(bytes, 0, 4) === 'GIF8') return true
  const webp = text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 8) === 'WEBPVP8X'
  return webp && ((bytes[20] ?? 0) & 2) !== 0
}

/** A film of which no track is sound: MP4 names the handlers of its tracks, WebM their codecs. */
export function isSilent(bytes: Uint8Array): boolean {
  const all = latin.decode(bytes)
  if (all.slice(4, 8) === 'ftyp') return all.includes('hdlr') && !/hdlr[^]{8}soun/.test(all)
  return all.startsWith('\u001aE\u00df\u00a3') && !/A_(OPUS|VORBIS|AAC|PCM)/.test(all)
}
