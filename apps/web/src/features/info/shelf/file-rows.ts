import { monthLabel } from '../../../ui/time.ts'
import type { FileShelf, SaidFile } from './use-files.ts'

export type FileRow = { key: string; month: string } | { key: string; files: SaidFile[] }

/** Pictures stand side by side. */
export const across = 3

const keyOf = ({ message, file }: SaidFile) => `${message} ${file.id}`

/** Files under the months in which they were said, as the lines of a list. */
export function fileRows(files: readonly SaidFile[], shelf: FileShelf, now: number, language: string): FileRow[] {
  const width = shelf === 'media' ? across : 1
  const rows: FileRow[] = []
  let month = ''
  let line: SaidFile[] = []
  for (const file of files) {
    const its = monthLabel(file.at, now, language)
    if (its !== month) rows.push({ key: `month ${keyOf(file)}`, month: its })
    if (its !== month || line.length === width) {
      line = []
      rows.push({ key: keyOf(file), files: line })
    }
    month = its
    line.push(file)
  }
  return rows
}
