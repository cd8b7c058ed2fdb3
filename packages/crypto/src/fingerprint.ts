import type { UserId } from '@soroka/protocol'
import { compareBytes, concat, fromBase64url } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { hashRecord } from '@soroka/protocol/records'

const ROUNDS = 5200

/** 60 digits in twelve groups that two people compare; both get the same number, whoever asks. */
export function safetyNumber(
  a: { readonly user: UserId; readonly ikPub: Uint8Array },
  b: { readonly user: UserId; readonly ikPub: Uint8Array },
): string {
  const halves = [half(a.user, a.ikPub), half(b.user, b.ikPub)].toSorted(compareBytes)
  return halves.map(digits).join(' ')
}

/** Many rounds make searching for a key with a similar number dear. */
function half(user: UserId, ikPub: Uint8Array): Bytes {
  let hash = concat(ikPub, fromBase64url(user))
  for (let i = 0; i < ROUNDS; i++) hash = hashRecord('safety-number', hash, ikPub)
  return hash
}

function digits(hash: Bytes): string {
  const groups: string[] = []
  for (let i = 0; i < 30; i += 5) {
    let value = 0
    for (const byte of hash.subarray(i, i + 5)) value = value * 256 + byte
    groups.push(String(value % 100_000).padStart(5, '0'))
  }
  return groups.join(' ')
}
