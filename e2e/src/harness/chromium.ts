import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { needProgram, programs } from '../../../scripts/programs.ts'

/** A microphone that beeps and a camera that shows a clock (`fps` pictures a second), given without a question. */
export const fakeDevices = (fps?: number): string[] => [
  fps === undefined ? '--use-fake-device-for-media-stream' : `--use-fake-device-for-media-stream=fps=${fps}`,
  '--use-fake-ui-for-media-stream',
]

export function launchChromium(more: string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: needProgram(programs.chromium),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  })
}

/** One browser for a whole file of stories: started before the first of them, closed after the last. */
export function oneBrowser(more: string[] = []): () => Browser {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await launchChromium(more)
  })
  afterAll(() => browser?.close())
  return () => {
    if (!browser) throw new Error('the browser starts before the first story')
    return browser
  }
}
