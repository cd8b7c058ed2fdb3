import type { ErrorCode } from '@soroka/protocol'
import { transferHandlers } from 'comlink'

/** What the screen gets of a failed call: the code of the protocol, or INTERNAL for a defect. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly code: ErrorCode
  readonly data: Record<string, unknown>

  constructor(code: ErrorCode, data: Record<string, unknown> = {}) {
    super(code)
    this.code = code
    this.data = data
  }
}

interface Thrown {
  value: unknown
}
type Passed = { code: ErrorCode; data: Record<string, unknown> }

const known = /^[A-Z][A-Z_]+$/

/** Code and facts of anything that was thrown; never its message, which may quote what a person wrote. */
export function passedError(value: unknown): Passed {
  if (typeof value === 'object' && value !== null && 'code' in value) {
    const { code } = value
    const data = 'data' in value && typeof value.data === 'object' && value.data !== null ? value.data : {}
    if (typeof code === 'string' && known.test(code)) return { code: code as ErrorCode, data: { ...data } }
  }
  return { code: 'INTERNAL', data: {} }
}

/** Comlink keeps only name, message and stack of an error: both ends call this to keep the code instead. */
export function passErrors(): void {
  const original = transferHandlers.get('throw')
  transferHandlers.set('throw', {
    canHandle: (value): value is Thrown => original?.canHandle(value) ?? false,
    serialize: (thrown: Thrown) => {
      const passed = passedError(thrown.value)
      if (passed.code === 'INTERNAL') console.error('The engine failed', thrown.value)
      return [passed, []]
    },
    deserialize: (passed: Passed) => {
      throw new EngineError(passed.code, passed.data)
    },
  })
}
