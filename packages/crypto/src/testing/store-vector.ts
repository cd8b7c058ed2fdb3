/**
 * Prints a conversation as a server would hold it, with the password's export key: `node store-vector.ts > stored-vN.json`.
 * Run once for each format; the printed file is never changed again.
 */
import { toBase64url } from '@soroka/protocol/bytes'
import { nextEpoch } from '../epoch/next-epoch.ts'
import type { NewEpoch } from '../epoch/create-epoch.ts'
import { EMPTY_LOG } from '../message/chat-log.ts'
import { chainsOf, createPerson, directChat, grantDevice, sealText } from './people.ts'
import type { Person } from './people.ts'

const [ann, bob] = await Promise.all([createPerson(), createPerson()])
const second = await grantDevice(ann)
const first = await directChat(ann, bob)
const one = await sealText(first, bob.author, 'Stored before the rotation: привет')
const chains = chainsOf(ann, bob)
const intent = { type: 'rekey' } as const
const next = await nextEpoch({
  prev: first.epoch,
  prevEk: first.key.ek,
  intent,
  author: bob.author,
  chains,
  seen: EMPTY_LOG,
})
const two = await sealText(next, second, 'Stored after it, by the second device', { seq: 1, hash: one.hash })

const person = ({ user, entries, exportKey, recoveryKey, blobs }: Person) => ({
  user,
  entries: entries.map(toBase64url),
  exportKey: toBase64url(exportKey),
  recoveryKey: toBase64url(recoveryKey),
  blobs: Object.fromEntries(Object.entries(blobs).map(([name, bytes]) => [name, toBase64url(bytes)])),
})
const epoch = ({ bytes, boxes }: NewEpoch) => ({
  record: toBase64url(bytes),
  boxes: Object.fromEntries(boxes.map(({ user, box }) => [user, toBase64url(box)])),
})
const messages = [
  { envelope: toBase64url(one.envelope), text: 'Stored before the rotation: привет' },
  { envelope: toBase64url(two.envelope), text: 'Stored after it, by the second device' },
]
console.log(
  JSON.stringify({ ann: person(ann), bob: person(bob), epochs: [epoch(first), epoch(next)], messages }, null, 1),
)
