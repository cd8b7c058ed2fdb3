import { Box, NativeSelect, Switch } from '@mantine/core'
import { IconVideoOff } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { useCalls } from '../../../stores/callStore.ts'
import panel from '../../../ui/Panel.module.css'
import { withCall } from '../calling.ts'
import { deviceLabel } from '../device-label.ts'
import { Picture } from '../screen/Picture.tsx'
import { useDevices, useLevel } from './look.dom.ts'
import css from './PreviewSheet.module.css'
import type { Previewed } from './use-preview.dom.ts'

interface ChoiceProps {
  kind: 'audioinput' | 'videoinput'
  label: string
  opened: boolean
}

/** Which of several devices; one alone needs no choice. */
function DeviceChoice({ kind, label, opened }: ChoiceProps) {
  const t = useText()
  const devices = useDevices(kind, opened)
  const chosen = useCalls(({ choices }) => choices[kind])
  if (devices.length < 2) return null
  return (
    <NativeSelect
      className={css.choice ?? ''}
      aria-label={label}
      value={chosen ?? devices[0]?.id ?? ''}
      data={devices.map((device, index) => ({ value: device.id, label: deviceLabel(device, index, t) }))}
      onChange={(event) => {
        const { value } = event.currentTarget
        void withCall((controls) => controls.choose(kind, value))
      }}
    />
  )
}

/** The own picture, the microphone's loudness, and which devices. */
export function PreviewLook({ look }: { look: Previewed }) {
  const t = useText()
  const { audio, video, setAudio, setVideo, sound, picture, problem } = look
  const level = useLevel(sound.stream)
  return (
    <>
      <div className={css.picture}>
        {picture.stream && <Picture stream={picture.stream} label={t('messages:you')} mirrored />}
        {/* Nothing is said of a camera that is being turned on. */}
        {!picture.stream && (!video || problem) && (
          <p className={css.off}>
            <IconVideoOff size={28} stroke={1.6} aria-hidden />
            {t('calls:preview.off')}
          </p>
        )}
      </div>
      <div role="alert">{problem && <p className={css.problem}>{t(`calls:problem.${problem}`)}</p>}</div>
      <div className={panel.card}>
        <div className={panel.row}>
          <span className={panel.label}>{t('calls:preview.camera')}</span>
          <Switch
            aria-label={t('calls:preview.camera')}
            checked={video}
            onChange={(event) => setVideo(event.currentTarget.checked)}
          />
        </div>
        <DeviceChoice kind="videoinput" label={t('calls:preview.camera')} opened={picture.stream !== null} />
        <div className={panel.row}>
          <span className={panel.label}>
            {t('calls:preview.mic')}
            {audio && (
              <Box
                component="span"
                className={css.level}
                role="meter"
                aria-label={t('calls:preview.level')}
                aria-valuemin={0}
                aria-valuemax={100}
                aria-valuenow={Math.round(level * 100)}
                __vars={{ '--level': String(level) }}
              />
            )}
          </span>
          <Switch
            aria-label={t('calls:preview.mic')}
            checked={audio}
            onChange={(event) => setAudio(event.currentTarget.checked)}
          />
        </div>
        <DeviceChoice kind="audioinput" label={t('calls:preview.mic')} opened={sound.stream !== null} />
      </div>
    </>
  )
}
