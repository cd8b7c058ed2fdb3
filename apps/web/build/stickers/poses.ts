import { deeds } from './deeds.ts'
import { moods } from './moods.ts'

/** All stickers, by name. */
export const poses: Record<string, () => string> = { ...deeds, ...moods }
