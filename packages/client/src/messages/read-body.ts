import { type Bytes, RecordError } from '@soroka/protocol/bytes'
import { type Body, type BodyOptions, decodeBody, KIND, readBodyOptions } from '@soroka/protocol/records'

/** A body taken apart. */
export interface Content {
  text: string
  replyTo?: Body['replyTo']
  options: BodyOptions
}

/**
 * A sealed body of a known kind, with what that kind needs in it.
 * @throws RecordError when it contradicts the clear header, or is not what an encoder writes
 */
export function readContent(kind: number, bytes: Bytes): Content {
  return contentOf(kind, decodeBody(bytes))
}

/** The same for a body that is decoded already. */
export function contentOf(kind: number, body: Body): Content {
  if (body.type !== kind) throw new RecordError('range', 'type')
  const options = readBodyOptions(body.ext)
  if (!isWhole(kind, body.text, options)) throw new RecordError('range', 'body')
  const { text, replyTo } = body
  return replyTo === undefined ? { text, options } : { text, replyTo, options }
}

function isWhole(kind: number, text: string, options: BodyOptions): boolean {
  switch (kind) {
    case KIND.media:
      return options.attachments !== undefined
    case KIND.poll:
      return options.poll !== undefined
    case KIND.edit:
      return text.trim() !== ''
    case KIND.reaction:
      return options.reactions !== undefined
    case KIND.pin:
      return options.pin !== undefined
    case KIND.vote:
      return options.vote !== undefined
    default:
      return true
  }
}
