import { ActionIcon } from '@mantine/core'
import type { OutgoingFile } from '@soroka/client/types'
import { IconMicrophone, IconVideo } from '@tabler/icons-react'
import type { MouseEvent } from 'react'
import i18next from 'i18next'
import { useText } from '../../../i18n/i18n.ts'
import { openMenuAt } from '../../../ui/layer-store.ts'
import { toastStore } from '../../../ui/toast-store.ts'
import { setMicMode, useMicMode } from './mic-mode.ts'
import { begin, cancel, letGo, lock } from './recording.dom.ts'
import { keyOf, recordingAt, type RecordingPlace } from './recording-store.ts'
import type { Kind } from './recording-type.ts'
import { useHold } from './use-hold.dom.ts'
import css from './voice.module.css'

interface Props {
  place: RecordingPlace
  /** @returns whether it was taken */
  send(file: OutgoingFile): Promise<boolean>
}

const icon = { size: 22, stroke: 1.8, 'aria-hidden': true }
const other: Record<Kind, Kind> = { voice: 'round', round: 'voice' }

function change(mode: Kind): void {
  setMicMode(mode)
  toastStore.getState().show({ kind: 'plain', text: i18next.t(`voice:hint.${mode}`) })
}

const isTouch = (event: Event) => event instanceof PointerEvent && event.pointerType === 'touch'

/**
 * Records a voice or a face: held, as long as the finger stays; by a click or the keyboard, until it is ended. A tap of a
 * finger changes between the two, and so does the menu.
 */
export function MicButton({ place, send }: Props) {
  const t = useText()
  const mode = useMicMode()
  const key = keyOf(place)
  const Icon = mode === 'voice' ? IconMicrophone : IconVideo
  const hold = useHold({
    begin: () => void begin(place, mode, true),
    letGo: (touch) => void letGo(key, touch, send),
    cancel: () => void cancel(key),
    lock: () => (recordingAt(key)?.phase === 'asking' ? void cancel(key) : lock(key)),
  })
  const onClick = ({ nativeEvent }: MouseEvent) => {
    // The click that ends a hold; keys click without a pointer.
    if (nativeEvent.detail !== 0 && hold.wasHeld()) return
    if (isTouch(nativeEvent)) change(other[mode])
    else void begin(place, mode, false)
  }
  return (
    <ActionIcon
      variant="filled"
      color="sheen"
      className={css.mic ?? ''}
      data-mode={mode}
      aria-label={t(`voice:record.${mode}`)}
      aria-haspopup="menu"
      onPointerDown={hold.onPointerDown}
      onClick={onClick}
      onContextMenu={(event) => {
        event.preventDefault()
        // A finger that stays asks for no menu.
        if (recordingAt(key) || isTouch(event.nativeEvent)) return
        openMenuAt(event.currentTarget, t('voice:menu'), [
          {
            label: t('voice:name.voice'),
            icon: <IconMicrophone {...icon} />,
            run: () => void begin(place, 'voice', false),
          },
          { label: t('voice:name.round'), icon: <IconVideo {...icon} />, run: () => void begin(place, 'round', false) },
        ])
      }}
    >
      <Icon key={mode} className={css.micIcon} size={24} stroke={2} aria-hidden />
    </ActionIcon>
  )
}
