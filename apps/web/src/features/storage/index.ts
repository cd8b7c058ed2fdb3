import { lazy } from 'react'

export { keepFilesTidy } from './keep-files.dom.ts'
export const StorageSection = lazy(() => import('./StorageSection.tsx'))
