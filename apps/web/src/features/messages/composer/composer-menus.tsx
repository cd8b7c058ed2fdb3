import {
  IconBellOff,
  IconCalendarClock,
  IconCamera,
  IconChartBar,
  IconClockHour4,
  IconFile,
  IconPhoto,
} from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { openMenuAt } from '../../../ui/layer-store.ts'
import { openDialog } from '../ui-store.ts'

/** How a message leaves: at once, quietly, or at a time. */
export interface SendOptions {
  silent?: boolean
  sendAt?: number
}

const icon = { size: 22, stroke: 1.8, 'aria-hidden': true }

/** Where files come from. */
export interface FileSources {
  pick(): void
  pickFiles(): void
  /** Absent where the browser has none. */
  shoot: (() => void) | undefined
}

export function openAttachMenu(button: HTMLElement, { pick, pickFiles, shoot }: FileSources, t: TFunction): void {
  openMenuAt(button, t('messages:attach'), [
    { label: t('media:attach.pick'), icon: <IconPhoto {...icon} />, run: pick },
    { label: t('media:attach.file'), icon: <IconFile {...icon} />, run: pickFiles },
    ...(shoot ? [{ label: t('camera:title'), icon: <IconCamera {...icon} />, run: shoot }] : []),
    {
      label: t('messages:poll.new'),
      icon: <IconChartBar {...icon} />,
      run: () => openDialog({ kind: 'poll' }),
    },
    {
      label: t('messages:schedule.list'),
      icon: <IconCalendarClock {...icon} />,
      run: () => openDialog({ kind: 'scheduled' }),
    },
  ])
}

export function openSendMenu(button: HTMLElement, send: (options: SendOptions) => void, t: TFunction): void {
  openMenuAt(button, t('messages:sendMenu'), [
    {
      label: t('messages:sendSilent'),
      icon: <IconBellOff {...icon} />,
      run: () => send({ silent: true }),
    },
    {
      label: t('messages:sendLater'),
      icon: <IconClockHour4 {...icon} />,
      run: () => openDialog({ kind: 'schedule', pick: (sendAt) => send({ sendAt }) }),
    },
  ])
}
