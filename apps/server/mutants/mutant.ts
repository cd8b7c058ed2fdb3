/** A deliberate hole: `from` must stand exactly once in `file` (relative to src/); `test` must fall into it. */
export interface Mutant {
  readonly name: string
  readonly file: string
  readonly from: string
  readonly to: string
  /** Test file, relative to src/. */
  readonly test: string
}
