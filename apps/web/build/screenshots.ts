import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'

const pictures = new URL('../../../docs/pictures/', import.meta.url)

/** What a store or an install dialog shows of the app: the same pictures as in the README. */
export const screenshots = [
  { file: 'phone-light-chat.png', sizes: '390x844', form_factor: 'narrow', label: 'A chat' },
  { file: 'phone-light-incoming.png', sizes: '390x844', form_factor: 'narrow', label: 'A call comes in' },
  { file: 'desktop-dark-group.png', sizes: '1440x900', form_factor: 'wide', label: 'A group' },
  { file: 'desktop-dark-call.png', sizes: '1440x900', form_factor: 'wide', label: 'A call' },
] as const

/** Puts them where the manifest says that they are. */
export function copyScreenshots(): Plugin {
  return {
    name: 'soroka-screenshots',
    apply: 'build',
    async generateBundle() {
      for (const { file } of screenshots) {
        const source = await readFile(new URL(file, pictures))
        this.emitFile({ type: 'asset', fileName: `screenshots/${file}`, source })
      }
    },
  }
}
