import type { ErrorCode } from '@soroka/protocol'
import { closeCodes } from '@soroka/protocol/frames'
import type { UpFrame } from '@soroka/protocol/frames'

/** Who closed without a reason that is ours: a page that went, a network that broke. */
const gone: ReadonlySet<number> = new Set([1000, 1001, 1005, 1006])
const named: ReadonlyMap<number, string> = new Map(Object.entries(closeCodes).map(([name, code]) => [code, name]))

/** What happened to the sockets of this process, for the metrics. */
export class SocketCounts {
  readonly frames = new Map<UpFrame['t'], number>()
  readonly refusals = new Map<ErrorCode, number>()
  /** By the name of the code: a peer may choose any number. */
  readonly closes = new Map<string, number>()
  /** Frames that were over the rate. */
  limited = 0
  /** Sockets that were told to read again what they may have missed. */
  again = 0

  heard(frame: UpFrame['t']): void {
    raise(this.frames, frame)
  }

  refused(code: ErrorCode): void {
    raise(this.refusals, code)
  }

  closed(code: number): void {
    raise(this.closes, named.get(code) ?? (gone.has(code) ? 'gone' : 'other'))
  }
}

function raise<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
