import { Box, Loader, UnstyledButton } from '@mantine/core'
import type { FoundGif } from '@soroka/client/types'
import { useEffect, useRef, useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import css from './gifs.module.css'

interface Props {
  gif: FoundGif
  busy: boolean
  onSend(): void
}

/** A found GIF: its small picture comes by our server, once it is on the screen. */
export function FoundPicture({ gif, busy, onSend }: Props) {
  const t = useText()
  const cell = useRef<HTMLButtonElement>(null)
  const [url, setUrl] = useState<string>()
  const { small } = gif
  useEffect(() => {
    let made = ''
    let left = false
    const watch = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return
      watch.disconnect()
      engine.stickers.foundPicture(small).then(
        (blob) => {
          if (left) return
          made = URL.createObjectURL(blob)
          setUrl(made)
        },
        // Its place stays empty: the others are there to choose from.
        () => undefined,
      )
    })
    if (cell.current) watch.observe(cell.current)
    return () => {
      left = true
      watch.disconnect()
      if (made !== '') URL.revokeObjectURL(made)
    }
  }, [small])
  return (
    <UnstyledButton
      ref={cell}
      className={css.cell}
      data-cell
      disabled={busy}
      aria-label={t('stickers:gifs.send')}
      onClick={onSend}
    >
      <Box className={css.frame} __vars={{ '--ratio': String(gif.width / gif.height) }}>
        {url && <img className={css.picture} src={url} alt="" draggable={false} />}
        {busy && (
          <span className={css.busy}>
            <Loader size={28} />
          </span>
        )}
      </Box>
    </UnstyledButton>
  )
}
