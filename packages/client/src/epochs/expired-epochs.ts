import { raisesFloor } from '@soroka/protocol/records'
import type { ChatEpochs } from './chat-epochs.ts'

/**
 * Epochs of a chat with a timer whose last message has ended for certain (R16): a later one raised the floor, so nothing
 * was taken under them since, and the timer has run out from there.
 */
export function expiredEpochs(epochs: ChatEpochs, now: number): number[] {
  const expired: number[] = []
  let shutAt = Number.POSITIVE_INFINITY
  for (let n = epochs.next - 1; n >= 0; n--) {
    const entry = epochs.at(n)
    if (entry === undefined) continue
    const { record } = entry.epoch
    const { timer } = record.policy
    const over = timer > 0 && shutAt + timer * 1000 < now
    // A key that goes on in the next epoch is as young as that one.
    const shared = epochs.at(n + 1)?.epoch.record.sameKey === true
    if (over && (!shared || expired.at(-1) === n + 1)) expired.push(n)
    if (raisesFloor(record)) shutAt = entry.row.at
  }
  return expired
}
