import type { FileId } from '@soroka/protocol'
import { expect, it } from 'vitest'
import { DownloadProgress } from './download-progress.ts'

const id = 'f' as FileId

async function* chunks() {
  for (let n = 0; n < 5; n++) yield new Uint8Array(1_000_000)
}

it('a screen is told how far a large file is, and that it is here', async () => {
  const told: unknown[] = []
  const progress = new DownloadProgress((_, news) => told.push(news))
  for await (const _ of progress.counted(id, 5_000_000, chunks())) continue
  expect(told).toEqual([{ got: 1_000_000, total: 5_000_000 }, null])
})

it('what a person stops ends before the next chunk, and begins anew when it is wanted again', async () => {
  const progress = new DownloadProgress(() => undefined)
  progress.stop(id)
  const read = async (stopAt: number) => {
    let count = 0
    for await (const _ of progress.counted(id, 5_000_000, chunks())) if (++count === stopAt) progress.stop(id)
    return count
  }
  await expect(read(2)).rejects.toMatchObject({ code: 'UNAVAILABLE', data: { stopped: true } })
  expect(await read(0)).toBe(5)
})
