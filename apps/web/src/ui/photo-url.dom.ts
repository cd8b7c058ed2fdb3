interface Kept {
  bytes: Uint8Array<ArrayBuffer>
  url: string
}

const kept = new Map<string, Kept>()
const most = 400

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length === b.length && a.every((byte, index) => byte === b[index]))
}

/** By the first bytes, else JPEG: a type that the bytes do not have shows nothing, and a page or a vector never runs. */
function typeOf(bytes: Uint8Array): string {
  if (bytes[0] === 0x89) return 'image/png'
  return bytes[0] === 0x52 && bytes[8] === 0x57 ? 'image/webp' : 'image/jpeg'
}

/** An address for a small photo. Each event brings a copy of the bytes: equal ones keep their address, so nothing blinks. */
export function photoUrl(id: string, bytes: Uint8Array<ArrayBuffer>): string {
  const known = kept.get(id)
  if (known && same(known.bytes, bytes)) {
    known.bytes = bytes
    return known.url
  }
  if (known) URL.revokeObjectURL(known.url)
  const url = URL.createObjectURL(new Blob([bytes], { type: typeOf(bytes) }))
  kept.delete(id)
  kept.set(id, { bytes, url })
  const oldest = kept.keys().next().value
  if (kept.size > most && oldest !== undefined) {
    URL.revokeObjectURL(kept.get(oldest)?.url ?? '')
    kept.delete(oldest)
  }
  return url
}

/** Signing out leaves no photo in memory. */
export function forgetPhotos(): void {
  for (const { url } of kept.values()) URL.revokeObjectURL(url)
  kept.clear()
}
