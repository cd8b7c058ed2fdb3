/** A part of a file that stays as it is, or bytes that stand in the place of others. */
export type Piece = { from: number; to: number } | Uint8Array<ArrayBuffer>

/** The file made of these pieces; what stays is not read. */
export function joined(file: Blob, pieces: readonly Piece[]): Blob {
  const parts = pieces.map((piece) => (piece instanceof Uint8Array ? piece : file.slice(piece.from, piece.to)))
  return new Blob(parts, { type: file.type })
}

export function ascii(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length))
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
