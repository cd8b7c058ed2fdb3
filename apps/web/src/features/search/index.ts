import { lazy } from 'react'

export const SearchPanel = lazy(() => import('./SearchPanel.tsx'))
export const SeekBar = lazy(() => import('./SeekBar.tsx'))
