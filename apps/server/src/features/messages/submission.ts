import { SorokaError } from '@soroka/protocol'
import type { DeviceId, UserId } from '@soroka/protocol'
import { countsAsMessage, decodeEnvelopeHeader, readHeaderOptions, RecordError } from '@soroka/protocol/records'
import type { EnvelopeHeader, HeaderOptions, Notify } from '@soroka/protocol/records'
import type { Submission } from './outcome.ts'

/** Who speaks: the connection as its ticket made it known. */
export interface Author {
  readonly id: string
  readonly user: UserId
  readonly device: DeviceId
}

/** A message that came in time for its commit, or one that waits for its own. */
export interface Submitted extends Submission {
  readonly sendAt: number | undefined
}

/**
 * Reads the clear header of a sealed message, the only part the server can.
 * @throws SorokaError ENVELOPE_INVALID, or SENDER_FORGED when it names another sender or device than the connection
 */
export function readSubmission(author: Author, text: string): Submitted {
  const envelope = Buffer.from(text, 'base64url')
  // One message has one spelling: what is told now must equal what is read back later.
  if (envelope.toString('base64url') !== text) throw new SorokaError('ENVELOPE_INVALID')
  const submitted = submissionOf(envelope, author.id)
  if (submitted.sender !== author.user || submitted.device !== author.device) throw new SorokaError('SENDER_FORGED')
  return submitted
}

/**
 * The same for one whose author was checked when it came.
 * @throws SorokaError ENVELOPE_INVALID
 */
export function submissionOf(envelope: Buffer, origin: string): Submitted & { readonly device: DeviceId } {
  const { header, headerSize, options } = readHeader(envelope)
  const { chat, sender, device, msgId, epoch, kind, target } = header
  const { expiresAt, sendAt } = options
  const notify = spellNotify(options.notify)
  const counts = countsAsMessage(kind)
  // What is said about a message brings no files of its own.
  if (options.files !== undefined && !counts) throw new SorokaError('ENVELOPE_INVALID')
  const files = options.files?.join(',')
  const fields = { chat, sender, device, msgId, epoch, kind, target, counts, notify, files, expiresAt, sendAt }
  return { ...fields, envelope, headerSize, origin }
}

function spellNotify(notify: Notify | undefined): string | undefined {
  if (notify === undefined || (!notify.all && notify.users.length === 0)) return undefined
  return `${notify.all ? '*' : ''}${notify.users.join(',')}`
}

function readHeader(envelope: Buffer): { header: EnvelopeHeader; headerSize: number; options: HeaderOptions } {
  try {
    const { header, headerBytes } = decodeEnvelopeHeader(envelope)
    return { header, headerSize: headerBytes.length, options: readHeaderOptions(header.ext) }
  } catch (error) {
    if (error instanceof RecordError) throw new SorokaError('ENVELOPE_INVALID')
    throw error
  }
}
