import { expect, test } from 'vitest'
import { forgetPhotos, photoUrl } from './photo-url.dom.ts'

const photo = () => new Uint8Array([1, 2, 3])

test('equal bytes keep their address until the photos are forgotten', async () => {
  const first = photoUrl('anna', photo())
  expect(photoUrl('anna', photo())).toBe(first)
  expect((await fetch(first)).ok).toBe(true)

  forgetPhotos()
  await expect(fetch(first)).rejects.toThrow()
  expect(photoUrl('anna', photo())).not.toBe(first)
})
