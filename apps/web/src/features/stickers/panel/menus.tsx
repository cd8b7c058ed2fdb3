import type { StickerShelf } from '@soroka/client/types'
import { IconPencil, IconPencilPlus, IconShare3, IconStar, IconStarOff, IconTrash } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { engine } from '../../../engine/engine.ts'
import { act } from '../../../ui/act.ts'
import { ask, type MenuItem } from '../../../ui/layer-store.ts'
import type { Section, Sticker } from '../find-stickers.ts'

const icon = { size: 20, stroke: 1.8, 'aria-hidden': true }

/** What may be done with one sticker of the panel. */
export function stickerMenu(sticker: Sticker, shelf: StickerShelf | null, t: TFunction): MenuItem[] {
  const favourite = shelf?.favourites.includes(sticker.key) === true
  const items: MenuItem[] = [
    {
      label: t(favourite ? 'stickers:unfavourite' : 'stickers:favourite'),
      icon: favourite ? <IconStarOff {...icon} /> : <IconStar {...icon} />,
      run: () => void act(engine.stickers.favourite(sticker.key, !favourite)),
    },
  ]
  if ('file' in sticker)
    items.push({
      label: t('stickers:remove'),
      icon: <IconTrash {...icon} />,
      danger: true,
      run: () => void act(engine.stickers.remove(sticker.file.id)),
    })
  return items
}

interface Verbs {
  onEdit(pack: { id: string; name: string; rename?: true }): void
  onShare(pack: string): void
}

export function packMenu({ id, title = '' }: Section, { onEdit, onShare }: Verbs, t: TFunction): MenuItem[] {
  const pack = id.slice('pack '.length)
  const remove = async () => {
    const yes = await ask({
      title: t('stickers:removePackTitle', { name: title }),
      text: t('stickers:removePackText'),
      confirm: t('stickers:removePack'),
      danger: true,
    })
    if (yes) await act(engine.stickers.removePack(pack))
  }
  return [
    { label: t('stickers:addMore'), icon: <IconPencilPlus {...icon} />, run: () => onEdit({ id: pack, name: title }) },
    {
      label: t('stickers:rename'),
      icon: <IconPencil {...icon} />,
      run: () => onEdit({ id: pack, name: title, rename: true }),
    },
    { label: t('stickers:share'), icon: <IconShare3 {...icon} />, run: () => onShare(pack) },
    { label: t('stickers:removePack'), icon: <IconTrash {...icon} />, danger: true, run: () => void remove() },
  ]
}
