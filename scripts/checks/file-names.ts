import path from 'node:path'
import { trackedFiles } from './tracked-files.ts'

const vague = /^(utils?|helpers?|common|misc|manager|shared)(\.|$)/i

/** House rule 6: nothing is named utils, helpers, common, misc or manager. */
export async function checkFileNames(): Promise<string[]> {
  return trackedFiles()
    .filter((file) => file.split('/').some((part) => vague.test(part)) || /[A-Z ]/.test(path.dirname(file)))
    .map((file) => `${file}: name the thing`)
}
