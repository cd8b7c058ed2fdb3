import type { ChatId } from '@soroka/protocol'
import type { ErasedRow } from '@soroka/protocol/contract'
import type { DownFrame } from '@soroka/protocol/frames'
import { chatTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'

/** Rows as `erase_rows` answers: bytes as hex. */
export type ErasedJson = readonly { seq: number; at: number; header: string; content: string }[]

/** Characters of the rows of one frame: well below what a client takes. */
const FRAME_CHARACTERS = 60_000

export function toErasedRows(json: ErasedJson | null | undefined): ErasedRow[] {
  return (json ?? []).map(({ seq, at, header, content }) => ({
    seq,
    at,
    header: Buffer.from(header, 'hex').toString('base64url'),
    content: Buffer.from(content, 'hex').toString('base64url'),
  }))
}

/** Tells the members whose socket is open; the others find the rows erased when they read them. */
export function publishErased(bus: Bus, chat: ChatId, erased: readonly ErasedRow[]): void {
  for (const rows of inFrames(erased))
    bus.publish(chatTopic(chat), { frame: JSON.stringify({ t: 'messages.erased', chat, rows } satisfies DownFrame) })
}

/** A message that a thousand people reacted to does not fit into one frame. */
function inFrames(erased: readonly ErasedRow[]): ErasedRow[][] {
  const frames: ErasedRow[][] = []
  let room = 0
  for (const row of erased) {
    const size = row.header.length + row.content.length + 80
    if (room < size) {
      frames.push([])
      room = FRAME_CHARACTERS
    }
    frames.at(-1)?.push(row)
    room -= size
  }
  return frames
}
