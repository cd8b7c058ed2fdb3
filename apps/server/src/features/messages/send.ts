import { SorokaError } from '@soroka/protocol'
import type { DownFrame, UpFrame } from '@soroka/protocol/frames'
import { chatTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'
import type { Connection } from '../../platform/ws/index.ts'
import { publishErased } from './erased-rows.ts'
import type { Outcome, Submission } from './outcome.ts'
import type { Persist } from './persist.ts'
import { readSubmission } from './submission.ts'

type Stored = Exclude<Outcome, { kind: 'refused' }>
type SendFrame = Extract<UpFrame, { t: 'message.send' }>

export interface SendDependencies {
  readonly bus: Bus
  readonly persist: Persist
  /** Hears of each answer, and how long it took, in ms. */
  readonly observeAck: (outcome: Outcome, ms: number) => void
  /** Hears what was stored, after the commit. */
  readonly stored: (item: Submission) => void
}

/** The way of a message: checks at the edge, group commit, then the event to the others and the answer to its sender. */
export function sendHandler({ bus, persist, observeAck, stored }: SendDependencies) {
  return (connection: Connection, frame: SendFrame): void => {
    let submission: Submission
    try {
      submission = readInTime(connection, frame.envelope)
    } catch (error) {
      if (!(error instanceof SorokaError)) throw error
      return connection.tell({ t: 'message.refused', id: frame.id, code: error.code })
    }
    persist.submit(submission, (item, outcome, waitedMs) => {
      // Published before it is acknowledged: whoever is told "sent" may rely on it being on its way.
      if (outcome.kind === 'accepted') publishAccepted(bus, item, outcome, frame.envelope)
      connection.tell(answer(frame.id, item, outcome))
      observeAck(outcome, waitedMs)
      if (outcome.kind === 'accepted') stored(item)
    })
  }
}

/** A message with a time of its own comes by the schedule, else it would overtake it. */
function readInTime(connection: Connection, envelope: string): Submission {
  const submitted = readSubmission(connection, envelope)
  if (submitted.sendAt !== undefined) throw new SorokaError('ENVELOPE_INVALID')
  return submitted
}

/** Tells what was stored, and what was erased by it; everybody but its origin gets the first. */
export function publishAccepted(bus: Bus, item: Submission, stored: Stored, envelope: string): void {
  const { seq, at, erased = [] } = stored
  const created: DownFrame = { t: 'message.created', chat: item.chat, seq, at, envelope }
  bus.publish(chatTopic(item.chat), { frame: JSON.stringify(created), skip: item.origin })
  publishErased(bus, item.chat, erased)
}

function answer(id: number, item: Submission, outcome: Outcome): DownFrame {
  if (outcome.kind !== 'refused') {
    const { chat, msgId } = item
    return { t: 'message.accepted', id, chat, msgId, seq: outcome.seq, at: outcome.at }
  }
  const { code, retryAfter } = outcome
  return retryAfter === undefined ? { t: 'message.refused', id, code } : { t: 'message.refused', id, code, retryAfter }
}
