export { withClient } from './client.ts'
export { Contents, contentsOf, SequenceState, setSequences } from './contents.ts'
export {
  compareContents,
  copyDatabase,
  fillTable,
  inTransaction,
  type Snapshot,
  withSnapshot,
} from './copy-database.ts'
export { CopyError, type CopyErrorCode } from './copy-error.ts'
export { Progress, progressLines, sizeOf } from './progress.ts'
export { readShape, Shape, type Table } from './shape.ts'
export { keepServersOut, refuseOtherShape, refuseUnlessEmpty } from './target.ts'
