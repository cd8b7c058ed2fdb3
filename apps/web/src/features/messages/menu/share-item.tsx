import type { MessageView } from '@soroka/client/types'
import { IconShare2 } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { canShareFiles, shareFiles } from '../../media/index.ts'

/** Files of a message go to other programs by the system's sheet, where there is one. */
export function shareItem(message: MessageView, t: TFunction) {
  const { files = [], state } = message
  return (
    state === 'sent' &&
    canShareFiles(files) && {
      name: 'share',
      label: t('share:out'),
      icon: <IconShare2 size={22} stroke={1.8} aria-hidden />,
      run: () => void shareFiles(message, files),
    }
  )
}
