import type { MessageView } from '@soroka/client/types'
import { IconGif, IconStar } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { engine } from '../../../engine/engine.ts'
import { act } from '../../../ui/act.ts'

const icon = { size: 22, stroke: 1.8, 'aria-hidden': true }

/** Stickers and GIFs of a message may be kept for one's own use. */
export function keepItems({ chat, id, files = [], pack, state }: MessageView, t: TFunction) {
  if (state !== 'sent') return []
  const [file] = files
  if (files.length !== 1 || !file || (pack?.parts ?? 0) > 0) return []
  const keep = (text: string) => void act(engine.stickers.keep(chat, id, file.id), { text: t(text) })
  if (file.shape === 'gif')
    return [
      {
        name: 'keep',
        label: t('stickers:gifs.save'),
        icon: <IconGif {...icon} />,
        run: () => keep('stickers:gifs.saved'),
      },
    ]
  if (file.shape !== 'sticker') return []
  return [{ name: 'keep', label: t('stickers:add'), icon: <IconStar {...icon} />, run: () => keep('stickers:added') }]
}
