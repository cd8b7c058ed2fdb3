import { lazy } from 'react'
import { loadLaterTexts } from '../../i18n/i18n.ts'

export { albumsOf } from './attach/albums.ts'
export { chooseFiles, picturesAndFilms } from './attach/choose-files.dom.ts'
export { DropZone } from './attach/DropZone.tsx'
export { filesOfTransfer } from './attach/use-drop.dom.ts'
export { FileMark, FileThumb } from './FileMark.tsx'
export { hush } from './player/sounding.dom.ts'
export { NowPlaying } from './player/NowPlaying.tsx'
export { fileSummary } from './file-summary.ts'
export { bytesText } from './measure.ts'
export { UploadRing } from './bubble/UploadRing.tsx'
export { Attachments, loadAttachments } from './later-attachments.ts'
export { canShareFiles } from './can-share.dom.ts'
export { isRecording } from './voice/recording-store.ts'
export { isVisual } from './shapes.ts'
export { useFileUrl } from './use-file-url.ts'
export { Viewer } from './viewer/Viewer.tsx'
export const AttachDialog = lazy(() => import('./attach/AttachDialog.tsx'))
export const CameraDialog = lazy(async () => {
  const [dialog] = await Promise.all([import('./camera/CameraDialog.tsx'), loadLaterTexts()])
  return dialog
})

/** An address below which the service worker opens a file as it is read. */
export const mediaAddress: typeof import('./stream/media-desk.dom.ts').mediaAddress = async (...input) =>
  (await import('./stream/media-desk.dom.ts')).mediaAddress(...input)

/** Opens the system's share sheet. */
export const shareFiles: typeof import('./share-file.dom.ts').shareFiles = async (message, files) =>
  (await import('./share-file.dom.ts')).shareFiles(message, files)

/** A moving picture for the panel; null for what is none. */
export const prepareGif = async (file: File) => (await import('./prepare/prepare-gif.dom.ts')).prepareGif(file)
export const GalleryTile = lazy(async () => ({ default: (await import('./bubble/Tile.tsx')).Tile }))
export const GalleryRow = lazy(() => import('./bubble/GalleryRow.tsx'))
