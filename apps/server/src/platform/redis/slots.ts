/** In how many parts everything is cut where Redis is a cluster; the same on all nodes. Primaries above that have no use. */
export const PARTS = 16
const SLOTS = 16_384

/** CRC-16/XMODEM of a hash tag, as the specification of Redis Cluster has it. */
export function slotOf(tag: string): number {
  let crc = 0
  for (const byte of Buffer.from(tag)) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ ((crc & 0x80_00) === 0 ? 0 : 0x10_21)) & 0xff_ff
  }
  return crc % SLOTS
}

/** A hash tag for each part, in slots as far from each other as can be: any number of primaries gets its share. */
export const partTags: readonly string[] = Array.from({ length: PARTS }, (_, part) => {
  let tag = 0
  while (Math.floor((slotOf(String(tag)) * PARTS) / SLOTS) !== part) tag++
  return String(tag)
})
