import { Box } from '@mantine/core'
import type { GifView } from '@soroka/client/types'
import { photoUrl } from '../../ui/photo-url.dom.ts'
import { motionReduced } from '../../ui/use-viewport.dom.ts'
import { useKeptUrl } from '../stickers/index.ts'
import css from './gifs.module.css'

/** A saved GIF as the panel shows it; its place is taken before it is here. */
export function KeptGif({ gif }: { gif: GifView }) {
  const url = useKeptUrl(gif.id)
  const ratio = gif.width > 0 && gif.height > 0 ? gif.width / gif.height : 1
  return (
    <Box className={css.frame} __vars={{ '--ratio': String(ratio) }}>
      {gif.thumb && <img className={css.thumb} src={photoUrl(`gif/${gif.id}`, gif.thumb)} alt="" draggable={false} />}
      {url && gif.type.startsWith('video/') && (
        <video className={css.picture} src={url} muted loop playsInline autoPlay={!motionReduced()} />
      )}
      {url && !gif.type.startsWith('video/') && <img className={css.picture} src={url} alt="" draggable={false} />}
    </Box>
  )
}
