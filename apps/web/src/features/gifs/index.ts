import { lazy } from 'react'

export type { GifTabProps } from './GifTab.tsx'
export const GifTab = lazy(() => import('./GifTab.tsx'))
