import { Box } from '@mantine/core'
import { useText } from '../../../i18n/i18n.ts'
import { photoUrl } from '../../../ui/photo-url.dom.ts'
import { useFileUrl } from '../use-file-url.ts'
import { Problem } from './Problem.tsx'
import css from './viewer.module.css'
import type { Shown } from './viewer-store.ts'
import { fit, stageSize, still, type View } from './zoom.ts'

interface Props {
  item: Shown
  view: View
  moving: boolean
}

/** Pictures that are larger wait until they are looked at; the smaller ones of the neighbours come before. */
const early = 6_000_000

/** The tiny one at once, the one of the feed over it, and the whole one when it is here: in one and the same place. */
export function Picture({ item: { message, file }, view, moving, current }: Props & { current: boolean }) {
  const t = useText()
  const place = { chat: message.chat, message: message.id, file }
  const small = useFileUrl(place, file.preview?.id ?? null)
  const whole = useFileUrl(place, current || file.size < early ? file.id : null)
  const size = fit(file.preview && file.width === 0 ? file.preview : file, stageSize())
  const { scale, x, y } = current ? view : still
  const url = whole.url ?? small.url
  if (whole.failed && !url) return <Problem code={whole.failed} onRetry={whole.retry} />
  return (
    <>
      <Box
        className={css.sheet}
        data-picture
        data-moving={moving || undefined}
        __vars={{
          '--zoom': String(scale),
          '--x': `${x}px`,
          '--y': `${y}px`,
          '--width': `${size.width}px`,
          '--height': `${size.height}px`,
        }}
      >
        {file.thumb && file.thumb.length > 0 && !url && (
          <img className={css.blurred} src={photoUrl(`thumb/${file.id}`, file.thumb)} alt="" draggable={false} />
        )}
        {small.url && !whole.url && <img src={small.url} alt="" draggable={false} />}
        {url && <img src={url} alt={file.name} draggable={false} />}
      </Box>
      {current && !whole.url && !whole.failed && (
        <span className={css.wait} role="status" aria-label={t('media:loading')} />
      )}
      {whole.failed && url && <Problem code={whole.failed} onRetry={whole.retry} small />}
    </>
  )
}
