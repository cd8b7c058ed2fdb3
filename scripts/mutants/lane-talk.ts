import type { Hole } from './mutant.ts'

/** What the runner wants of a lane. */
export interface Wish {
  /** The mutant; '' none. */
  readonly name: string
  readonly hole?: Hole
  /** The test file that must fail; none: all of the set. */
  readonly test?: string
  readonly only?: string
}

export interface Outcome {
  readonly dug: boolean
  readonly passed: number
  readonly failed: number
  /** Something failed, be it a test, a file that could not be read, or what nobody caught. */
  readonly broken: boolean
  readonly problems: readonly string[]
}
