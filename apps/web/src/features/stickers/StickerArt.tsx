import { artOf } from './own-pack.ts'
import { ownPack } from './pack-name.ts'
import { motionReduced } from '../../ui/use-viewport.dom.ts'
import type { Sticker } from './find-stickers.ts'
import css from './stickers.module.css'
import { useKeptUrl } from './sticker-urls.dom.ts'

/** A sticker of the panel: it holds still until somebody points at it. */
export function StickerArt({ sticker, moving = false }: { sticker: Sticker; moving?: boolean }) {
  const kept = useKeptUrl('file' in sticker ? sticker.file.id : null)
  const own = 'own' in sticker ? artOf(ownPack, sticker.own.name) : undefined
  const url = own === undefined ? kept : moving && !motionReduced() ? own : `${own}#still`
  if (url === null) return <span className={css.lost}>{sticker.emoji}</span>
  return <img className={css.art} src={url} alt="" loading="lazy" decoding="async" draggable={false} />
}
