import { SorokaError } from '@soroka/protocol'
import type { DeviceId, UserId } from '@soroka/protocol'
import { countsAsMessage, decodeEnvelopeHeader, RecordError } from '@soroka/protocol/records'
import type { EnvelopeHeader } from '@soroka/protocol/records'
import type { Submission } from './outcome.ts'

/** Who speaks: the connection as its ticket made it known. */
export interface Author {
  readonly id: string
  readonly user: UserId
  readonly device: DeviceId
}

/**
 * Reads the clear header of a sealed message, the only part the server can.
 * @throws SorokaError ENVELOPE_INVALID, or SENDER_FORGED when it names another sender or device than the connection
 */
export function readSubmission(author: Author, text: string): Submission {
  const envelope = Buffer.from(text, 'base64url')
  // One message has one spelling: what is told now must equal what is read back later.
  if (envelope.toString('base64url') !== text) throw new SorokaError('ENVELOPE_INVALID')
  const header = readHeader(envelope)
  if (header.sender !== author.user || header.device !== author.device) throw new SorokaError('SENDER_FORGED')
  return {
    chat: header.chat,
    sender: header.sender,
    msgId: header.msgId,
    epoch: header.epoch,
    kind: header.kind,
    target: header.target,
    counts: countsAsMessage(header.kind),
    envelope,
    origin: author.id,
  }
}

function readHeader(envelope: Buffer): EnvelopeHeader {
  try {
    return decodeEnvelopeHeader(envelope).header
  } catch (error) {
    if (error instanceof RecordError) throw new SorokaError('ENVELOPE_INVALID')
    throw error
  }
}
