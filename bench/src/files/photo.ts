// Runs in the browser: a photo of twelve million pixels is made ready as the app does it.
import { prepareFile } from '../../../apps/web/src/features/media/prepare/prepare.dom.ts'

/** A picture that is not easier to write than a photo: slopes with noise on them. */
async function camera(): Promise<Blob> {
  const canvas = new OffscreenCanvas(4000, 3000)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  const picture = context.createImageData(4000, 3000)
  let state = 1
  for (let i = 0; i < picture.data.length; i += 4) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const noise = (state >>> 28) - 8
    picture.data[i] = ((i >> 6) & 255) + noise
    picture.data[i + 1] = ((i >> 14) & 255) + noise
    picture.data[i + 2] = 128 + noise
    picture.data[i + 3] = 255
  }
  context.putImageData(picture, 0, 0)
  return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 })
}

const photo = {
  async prepare(rounds: number) {
    const file = new File([await camera()], 'photo.jpg', { type: 'image/jpeg' })
    const times: number[] = []
    const held: number[] = []
    const tasks = new PerformanceObserver((list) => held.push(...list.getEntries().map(({ duration }) => duration)))
    await new Promise((done) => setTimeout(done, 1000))
    tasks.observe({ entryTypes: ['longtask'] })
    for (let round = 0; round < rounds; round++) {
      const began = performance.now()
      const { file: made } = await prepareFile(file, { quality: 'usual' })
      if (made.shape !== 'photo') throw new Error('not a picture')
      times.push(performance.now() - began)
    }
    await new Promise((done) => setTimeout(done, 200))
    return { bytes: file.size, times, longest: Math.max(0, ...held) }
  },
}

export type Photo = typeof photo
Object.assign(globalThis, { photo })
