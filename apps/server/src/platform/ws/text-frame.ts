/** A whole unmasked text frame of RFC 6455 (FIN, opcode 1): built once, then written to any number of sockets. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  if (length < 126) {
    const bytes = Buffer.allocUnsafe(2 + length)
    bytes[0] = 0x81
    bytes[1] = length
    bytes.write(text, 2)
    return bytes
  }
  if (length < 65_536) {
    const bytes = Buffer.allocUnsafe(4 + length)
    bytes[0] = 0x81
    bytes[1] = 126
    bytes.writeUInt16BE(length, 2)
    bytes.write(text, 4)
    return bytes
  }
  const bytes = Buffer.allocUnsafe(10 + length)
  bytes[0] = 0x81
  bytes[1] = 127
  bytes.writeUInt32BE(0, 2)
  bytes.writeUInt32BE(length, 6)
  bytes.write(text, 10)
  return bytes
}
