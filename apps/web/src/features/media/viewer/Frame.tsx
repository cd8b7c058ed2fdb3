import { Box, Loader } from '@mantine/core'
import type { AttachmentView, MessageView } from '@soroka/client/types'
import { useText } from '../../../i18n/i18n.ts'
import { useFileUrl } from '../use-file-url.ts'
import { useZoom } from './use-zoom.dom.ts'
import css from './viewer.module.css'

interface Props {
  message: MessageView
  file: AttachmentView
  onClose(): void
  onTurn(step: number): void
}

/** What is looked at: the preview at once, the whole picture when it is here. */
export function Frame({ message, file, onClose, onTurn }: Props) {
  const t = useText()
  const place = { chat: message.chat, message: message.id, file }
  const early = useFileUrl(place, file.preview?.id ?? null)
  const whole = useFileUrl(place, file.id)
  const zoom = useZoom({ onClose, onTurn })
  const url = whole.url ?? early.url
  if (whole.failed && !url) return <p className={css.problem}>{t('media:unreadable')}</p>
  if (file.shape === 'video')
    return (
      <div className={css.frame}>
        {whole.url ? (
          // Nobody has written captions for what people film themselves.
          // eslint-disable-next-line jsx-a11y/media-has-caption
          <video className={css.picture} src={whole.url} poster={early.url} controls autoPlay playsInline />
        ) : (
          <>
            {early.url && <img className={css.picture} src={early.url} alt="" />}
            <Loader className={css.wait ?? ''} color="white" />
          </>
        )}
      </div>
    )
  return (
    <div className={css.frame} {...zoom.listeners}>
      {url ? (
        <Box
          component="img"
          className={css.picture ?? ''}
          src={url}
          alt={file.name}
          draggable={false}
          data-moving={zoom.moving || undefined}
          __vars={{ '--zoom': String(zoom.scale), '--x': `${zoom.x}px`, '--y': `${zoom.y}px` }}
        />
      ) : (
        <Loader className={css.wait ?? ''} color="white" />
      )}
    </div>
  )
}
