import { SorokaError } from '@soroka/protocol'
import type { DownFrame, UpFrame } from '@soroka/protocol/frames'
import { chatTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'
import type { Connection } from '../../platform/ws/index.ts'
import type { Outcome, Submission } from './outcome.ts'
import type { Persist } from './persist.ts'
import { readSubmission } from './submission.ts'

type SendFrame = Extract<UpFrame, { t: 'message.send' }>

export interface SendDependencies {
  readonly bus: Bus
  readonly persist: Persist
  /** Hears how long each answer took, in ms. */
  readonly observeAck: (ms: number) => void
}

/** The way of a message: checks at the edge, group commit, then the event to the others and the answer to its sender. */
export function sendHandler({ bus, persist, observeAck }: SendDependencies) {
  return (connection: Connection, frame: SendFrame): void => {
    let submission: Submission
    try {
      submission = readSubmission(connection, frame.envelope)
    } catch (error) {
      if (!(error instanceof SorokaError)) throw error
      return connection.tell({ t: 'message.refused', id: frame.id, code: error.code })
    }
    persist.submit(submission, (item, outcome, waitedMs) => {
      // Published before it is acknowledged: whoever is told "sent" may rely on it being on its way.
      if (outcome.kind === 'accepted') publishCreated(bus, item, outcome.seq, outcome.at, frame.envelope)
      connection.tell(answer(frame.id, item, outcome))
      observeAck(waitedMs)
    })
  }
}

function publishCreated(bus: Bus, item: Submission, seq: number, at: number, envelope: string): void {
  const created: DownFrame = { t: 'message.created', chat: item.chat, seq, at, envelope }
  bus.publish(chatTopic(item.chat), { frame: JSON.stringify(created), skip: item.origin })
}

function answer(id: number, item: Submission, outcome: Outcome): DownFrame {
  if (outcome.kind !== 'refused') {
    const { chat, msgId } = item
    return { t: 'message.accepted', id, chat, msgId, seq: outcome.seq, at: outcome.at }
  }
  const { code, retryAfter } = outcome
  return retryAfter === undefined ? { t: 'message.refused', id, code } : { t: 'message.refused', id, code, retryAfter }
}
