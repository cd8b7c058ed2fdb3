import { loadInsideTexts } from '../i18n/i18n.ts'
import { wasSignedIn } from './known-session.dom.ts'

/** The signed-in half and its words come together. */
export async function loadInside() {
  const [inside] = await Promise.all([import('./Inside.tsx'), loadInsideTexts()])
  return inside
}

export const loadAuth = () => import('../features/auth/AuthArea.tsx')

/** Whoever has not been signed in here is shown the door at once; the engine, which is larger than all else, comes after it. */
export const isNew = !wasSignedIn()
