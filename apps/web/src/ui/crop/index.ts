import { lazy } from 'react'
import type { Target } from './picture.dom.ts'

export type { Target } from './picture.dom.ts'

/** A picture is cut to a square, a circle or a shape of its own, and drawn anew; comes with its first use. */
export const CropDialog = lazy(() => import('./CropDialog.tsx'))

/** A group's photo travels sealed in the group's record (MAX_CHAT_PHOTO), a person's in his profile (limits.photoBytes). */
export const groupPhoto: Target = { side: 512, bytes: 32 * 1024 }
export const personPhoto: Target = { side: 512, bytes: 128 * 1024 }
