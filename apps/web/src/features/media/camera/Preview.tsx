import { useText } from '../../../i18n/i18n.ts'
import css from './camera.module.css'
import type { Taken } from './use-taken.ts'

/** What was taken, to be looked at before it is used. */
export function Preview({ taken: { file, url } }: { taken: Taken }) {
  const t = useText()
  if (!file.type.startsWith('video/')) return <img className={css.picture} src={url} alt={t('camera:taken')} />
  return (
    // Nobody has written captions for what was filmed a moment ago.
    // eslint-disable-next-line jsx-a11y/media-has-caption
    <video className={css.picture} src={url} controls autoPlay loop playsInline aria-label={t('camera:taken')} />
  )
}
