import type { PushWords } from '@soroka/client/push'
import { durationText } from '../../features/media/measure.ts'
import { plainText } from '../../features/messages/markup/blocks.ts'
import type { PushText } from './push-texts.ts'

/** More of a message than this no system shows. */
const MOST = 300

/** What a message says, in one line. */
export function wordsText({ text, shapes, duration, file, poll, sticker }: PushWords, t: PushText): string {
  const said = plainText(text.slice(0, 2 * MOST)).slice(0, MOST)
  const [first] = shapes
  if (poll) return t('poll', { text: said })
  if (sticker) return `${said} ${t('sticker')}`
  if (said !== '' || first === undefined) return said
  if (shapes.length > 1 && shapes.some((shape) => shape !== first)) return t('files', { count: shapes.length })
  const one = first === 'document' && file !== '' ? file : t(first, { time: durationText(duration) })
  return shapes.length > 1 ? `${one} × ${shapes.length}` : one
}
