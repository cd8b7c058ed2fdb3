import * as z from 'zod/mini'
import { statusText, timestamp } from './fields.ts'

// Not a literal: a bundler would write out all emoji that there are.
const oneEmoji = new RegExp(String.raw`^\p{RGI_Emoji}?$`, 'v')

/** What somebody is up to. */
export const status = z.object({
  /** One emoji, or none. */
  emoji: z.string().check(
    z.maxLength(64),
    z.refine((text) => oneEmoji.test(text), 'one emoji'),
  ),
  text: statusText,
  /** It is over then, on all screens; null: when he takes it away. */
  until: z.nullable(timestamp),
})
export type Status = z.infer<typeof status>
