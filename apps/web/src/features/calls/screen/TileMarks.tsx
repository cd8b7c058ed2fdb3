import type { CallMedia } from '@soroka/client/types'
import {
  IconCellSignal2,
  IconCellSignal3,
  IconCellSignalOff,
  IconHandStop,
  IconMicrophoneOff,
} from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import type { CallQuality } from '../../../stores/callStore.ts'
import css from './TileMarks.module.css'

const icon = { size: 17, stroke: 2, 'aria-hidden': true }
const bars = [IconCellSignalOff, IconCellSignal2, IconCellSignal3]

interface Props {
  media: CallMedia
  quality: CallQuality
  connected: boolean
}

/** What others should know of somebody: no sound, a raised hand, a bad connection. A good one is not spoken of. */
export function TileMarks({ media, quality, connected }: Props) {
  const t = useText()
  const Bars = connected ? bars[quality] : undefined
  if (media.audio && !media.hand && !Bars) return null
  return (
    <span className={css.marks}>
      {media.hand && (
        <span className={css.mark} data-hand role="img" aria-label={t('calls:tile.hand')}>
          <IconHandStop {...icon} />
        </span>
      )}
      {!media.audio && (
        <span className={css.mark} role="img" aria-label={t('calls:tile.muted')}>
          <IconMicrophoneOff {...icon} />
        </span>
      )}
      {Bars && (
        <span
          className={css.mark}
          data-weak={quality < 2 || undefined}
          role="img"
          aria-label={t(`calls:tile.quality_${quality}`)}
        >
          <Bars {...icon} />
        </span>
      )}
    </span>
  )
}
