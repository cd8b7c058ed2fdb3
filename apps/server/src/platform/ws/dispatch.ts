import { errorTable, SorokaError } from '@soroka/protocol'
import type { ErrorCode } from '@soroka/protocol'
import { upFrame } from '@soroka/protocol/frames'
import type { DownFrame, UpFrame } from '@soroka/protocol/frames'
import { troubleCode } from '../http/index.ts'
import type { Connection } from './connection.ts'

type FrameOf<T extends UpFrame['t']> = Extract<UpFrame, { t: T }>

/** One handler for each frame: a frame without one does not compile. A SorokaError becomes the answer. */
export type FrameHandlers = {
  readonly [T in UpFrame['t']]: (connection: Connection, frame: FrameOf<T>) => void | Promise<void>
}

const known: ReadonlySet<unknown> = new Set(
  Object.keys({
    'message.send': 0,
    'chat.mark': 0,
    'typing.start': 0,
    'presence.watch': 0,
    focus: 0,
    'call.heard': 0,
    'call.signal': 0,
    'call.media': 0,
    'call.alive': 0,
    'guest.signal': 0,
    'guest.media': 0,
    'guest.alive': 0,
    ping: 0,
  } satisfies Record<UpFrame['t'], 0>),
)

/** What guests may send, and nobody else but for the ping. */
const ofGuests: ReadonlySet<UpFrame['t']> = new Set(['guest.signal', 'guest.media', 'guest.alive'])

/** Guests have frames of their own, so that none of a person's can be theirs by mistake (S6). */
const mayUse = ({ guest }: Connection, { t }: UpFrame): boolean =>
  t === 'ping' || (guest !== undefined) === ofGuests.has(t)

/** Parses a frame once, at the edge. */
export function parseFrame(text: string): UpFrame | { bad: ErrorCode; id?: number } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { bad: 'FRAME_INVALID' }
  }
  const parsed = upFrame.safeParse(json)
  if (parsed.success) return parsed.data
  if (typeof json !== 'object' || json === null) return { bad: 'FRAME_INVALID' }
  const { t, id } = json as { t?: unknown; id?: unknown }
  const bad = typeof t === 'string' && !known.has(t) ? 'FRAME_UNKNOWN' : 'FRAME_INVALID'
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? { bad, id } : { bad }
}

export function errorFrame(code: ErrorCode, id?: number): DownFrame {
  const message: string = errorTable[code][1]
  return id === undefined ? { t: 'error', code, message } : { t: 'error', code, id, message }
}

/** Runs the handler of a frame; whatever it throws is answered, the connection lives. Never rejects. */
export function dispatch(
  handlers: FrameHandlers,
  connection: Connection,
  frame: UpFrame,
  onError: (error: unknown, connection: Connection, frame: UpFrame) => void,
): void | Promise<void> {
  const refuse = (error: unknown): void => {
    // A database that is away is no mistake of ours, and the device may say it again (P18).
    const code = error instanceof SorokaError ? error.code : (troubleCode(error) ?? 'INTERNAL')
    if (!(error instanceof SorokaError)) onError(error, connection, frame)
    connection.tell(errorFrame(code, 'id' in frame ? frame.id : undefined))
  }
  if (!mayUse(connection, frame)) return refuse(new SorokaError('FORBIDDEN'))
  try {
    return handle(handlers, connection, frame)?.catch(refuse)
  } catch (error) {
    refuse(error)
  }
}

function handle(handlers: FrameHandlers, connection: Connection, frame: UpFrame): void | Promise<void> {
  switch (frame.t) {
    case 'message.send':
      return handlers['message.send'](connection, frame)
    case 'chat.mark':
      return handlers['chat.mark'](connection, frame)
    case 'typing.start':
      return handlers['typing.start'](connection, frame)
    case 'presence.watch':
      return handlers['presence.watch'](connection, frame)
    case 'focus':
      return handlers.focus(connection, frame)
    case 'call.heard':
      return handlers['call.heard'](connection, frame)
    case 'call.signal':
      return handlers['call.signal'](connection, frame)
    case 'call.media':
      return handlers['call.media'](connection, frame)
    case 'call.alive':
      return handlers['call.alive'](connection, frame)
    case 'guest.signal':
      return handlers['guest.signal'](connection, frame)
    case 'guest.media':
      return handlers['guest.media'](connection, frame)
    case 'guest.alive':
      return handlers['guest.alive'](connection, frame)
    case 'ping':
      return handlers.ping(connection, frame)
    default:
      return frame satisfies never
  }
}
