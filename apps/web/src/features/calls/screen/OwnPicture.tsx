import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconCameraRotate } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import type { OwnCall } from '../../../stores/callStore.ts'
import { withCall } from '../calling.ts'
import css from './OwnPicture.module.css'
import { Picture } from './Picture.tsx'
import { useCorner } from './use-corner.dom.ts'

/** My camera, small: it lies in a corner; a finger, arrow keys or a press bring it to another one. */
export function OwnPicture({ call }: { call: OwnCall }) {
  const t = useText()
  const { corner, handle } = useCorner()
  if (!call.stream || !call.media.video) return null
  return (
    <div className={css.own} data-corner={corner}>
      <Picture stream={call.stream} label={t('messages:you')} mirrored={call.facing !== 'environment'} />
      <UnstyledButton className={css.move} aria-label={t('calls:picture.own')} {...handle} />
      {call.facing !== null && (
        <ActionIcon
          className={css.flip ?? ''}
          aria-label={t('calls:button.flip')}
          onClick={() => void withCall((controls) => controls.flipCamera())}
        >
          <IconCameraRotate size={20} stroke={1.8} aria-hidden />
        </ActionIcon>
      )}
    </div>
  )
}
