import { lazy } from 'react'

export { chooseFiles } from './attach/choose-files.dom.ts'
export { DropZone } from './attach/DropZone.tsx'
export { filesOfTransfer } from './attach/use-drop.dom.ts'
export { FileMark, FileThumb } from './FileMark.tsx'
export { fileSummary } from './file-summary.ts'
export { bytesText } from './measure.ts'
export { isVisual } from './shapes.ts'
export { Viewer } from './viewer/Viewer.tsx'
export const AttachDialog = lazy(() => import('./attach/AttachDialog.tsx'))
export const Attachments = lazy(() => import('./bubble/Attachments.tsx'))
