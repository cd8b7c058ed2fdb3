/** A deliberate hole: `from` must stand exactly once in `file`, and a test must fall into it. */
export interface Mutant {
  readonly name: string
  /** Relative to the root of the set. */
  readonly file: string
  readonly from: string
  readonly to: string
  /** The test file that must fail, relative to the root; none: the set's own suite. */
  readonly test?: string
  /** How the one test of a slow file begins that must fail; none: any of the file may. */
  readonly only?: string
}

export interface MutantSet {
  /** Absolute, with a slash at its end. */
  readonly root: string
  readonly mutants: readonly Mutant[]
}

/** What a process that a test starts is told of the mutant, as JSON in MUTANT_HOLE. */
export interface Hole extends Pick<Mutant, 'from' | 'to'> {
  readonly url: string
}
