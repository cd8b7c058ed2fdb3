import { type Remote, transfer, wrap } from 'comlink'
import type { PhotoWish, PictureWorker } from './picture.worker.ts'

let worker: Remote<PictureWorker> | undefined

/** Pictures are decoded and written beside the screen: twelve million pixels would hold it up for most of a second. */
function pictures(): Remote<PictureWorker> {
  worker ??= wrap<PictureWorker>(
    new Worker(new URL('./picture.worker.ts', import.meta.url), { type: 'module', name: 'soroka-pictures' }),
  )
  return worker
}

export const makePhoto = (file: Blob, wish: PhotoWish) => pictures().photo(file, wish)
export const makePoster = (picture: ImageBitmap) => pictures().poster(transfer(picture, [picture]))
export const openEasel = (file: Blob) => pictures().easel(file)
export const cleaned = (file: Blob) => pictures().clean(file)
