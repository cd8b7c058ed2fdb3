import { lazy } from 'react'

export type { Sticker } from './find-stickers.ts'
export type { StickerTabProps } from './panel/StickerTab.tsx'
export { ownPack } from './pack-name.ts'
export { useKeptUrl } from './sticker-urls.dom.ts'
export { isPackCard, isSticker } from './kind.ts'
export const PackCard = lazy(() => import('./PackCard.tsx'))
export const StickerBubble = lazy(() => import('./StickerBubble.tsx'))
export const StickerDialog = lazy(() => import('./StickerDialog.tsx'))
export const StickerSuggest = lazy(() => import('./StickerSuggest.tsx'))
export const StickerTab = lazy(() => import('./panel/StickerTab.tsx'))
export const PackEditor = lazy(() => import('./editor/PackEditor.tsx'))
export const RenamePack = lazy(() => import('./editor/RenamePack.tsx'))
