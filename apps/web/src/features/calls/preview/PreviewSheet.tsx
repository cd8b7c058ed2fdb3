import { Box, Button, NativeSelect, Switch } from '@mantine/core'
import { IconVideoOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { useCalls } from '../../../stores/callStore.ts'
import panel from '../../../ui/Panel.module.css'
import { Sheet } from '../../../ui/Sheet.tsx'
import { withCall } from '../calling.ts'
import { useCallTitle } from '../names.ts'
import { Picture } from '../screen/Picture.tsx'
import { useDevices, useLevel, useLook } from './look.dom.ts'
import { openPreview, type Preview } from './open-preview.ts'
import css from './PreviewSheet.module.css'

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
      value={chosen ?? devices[0]?.deviceId ?? ''}
      data={devices.map(({ deviceId, label: name }, index) => ({
        value: deviceId,
        label:
          deviceId === 'default'
            ? t('calls:devices.default')
            : name || t('calls:devices.unnamed', { count: index + 1 }),
      }))}
      onChange={(event) => {
        const { value } = event.currentTarget
        void withCall((controls) => controls.choose(kind, value))
      }}
    />
  )
}

/** Before others see and hear one: the own picture, the microphone's loudness, and which devices. */
export function PreviewSheet({ preview }: { preview: Preview }) {
  const t = useText()
  const title = useCallTitle(preview.chat)
  const [audio, setAudio] = useState(true)
  const [video, setVideo] = useState(true)
  const { audioinput, videoinput } = useCalls(({ choices }) => choices)
  const sound = useLook('audio', audio, audioinput)
  const picture = useLook('video', video, videoinput)
  const level = useLevel(sound.stream)
  const problem = (video ? picture.problem : null) ?? (audio ? sound.problem : null)
  const come = () => {
    openPreview(null)
    void withCall(async (controls) => {
      const sent = video && picture.problem === null
      if (preview.call) await controls.join(preview.call, { video: sent })
      else await controls.start(preview.chat, { video: sent })
      if (!audio) await controls.setMicrophone(false)
    })
  }
  return (
    <Sheet
      title={title}
      onClose={() => openPreview(null)}
      low
      footer={
        <Button data-autofocus onClick={come}>
          {t(preview.call ? 'calls:preview.join' : 'calls:preview.start')}
        </Button>
      }
    >
      <div className={css.picture}>
        {picture.stream ? (
          <Picture stream={picture.stream} label={t('messages:you')} mirrored />
        ) : (
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
      <p className={panel.note}>{t('calls:preview.note')}</p>
    </Sheet>
  )
}
