import { ActionIcon, Button, Loader, SegmentedControl } from '@mantine/core'
import { IconCameraRotate, IconX } from '@tabler/icons-react'
import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { ask } from '../../../ui/layer-store.ts'
import { chooseFiles, picturesAndFilms } from '../attach/choose-files.dom.ts'
import { durationText } from '../measure.ts'
import css from './camera.module.css'
import { type Facing, type Filming, startFilming, takePhoto } from './camera.dom.ts'
import { Preview } from './Preview.tsx'
import { useCamera } from './use-camera.ts'
import { useSeconds } from './use-seconds.ts'
import { useTaken } from './use-taken.ts'

interface Props {
  onTake(files: File[]): void
  onClose(): void
}

const icon = { size: 26, stroke: 1.8, 'aria-hidden': true }

/** A camera of our own: live picture, shutter, another look before it is used. */
export default function CameraDialog({ onTake, onClose }: Props) {
  const t = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  const live = useRef<HTMLVideoElement>(null)
  const [facing, setFacing] = useState<Facing>('environment')
  const [mode, setMode] = useState<'photo' | 'video'>('photo')
  const [taken, setTaken] = useTaken()
  const [filming, setFilming] = useState<Filming | null>(null)
  const { stream, problem, turns } = useCamera(facing, mode === 'video', taken === null)
  const seconds = useSeconds(filming !== null)

  useLayoutEffect(() => {
    const element = dialog.current
    if (!element) return
    if (!element.open) element.showModal()
    return () => element.close()
  }, [])
  const attach = useCallback(
    (video: HTMLVideoElement | null) => {
      live.current = video
      if (video) video.srcObject = stream
    },
    [stream],
  )

  const shoot = async () => {
    if (!stream || !live.current) return
    if (mode === 'photo') return setTaken(await takePhoto(live.current))
    if (!filming) return setFilming(startFilming(stream))
    setTaken(await filming.stop())
    setFilming(null)
  }
  const leave = async () => {
    const question = { title: t('camera:leave'), text: t('camera:leaveText'), confirm: t('camera:leaveYes') }
    if ((!taken && !filming) || (await ask({ ...question, danger: true }))) onClose()
  }
  const shutter = mode === 'photo' ? 'photo' : filming ? 'stop' : 'film'
  return (
    <dialog
      ref={dialog}
      className={css.camera}
      aria-label={t('camera:title')}
      // A browser closes a dialog on the second Escape whatever we say.
      onClose={() => dialog.current?.open === false && dialog.current.showModal()}
      onCancel={(event) => {
        event.preventDefault()
        void leave()
      }}
    >
      <header className={css.bar}>
        <ActionIcon aria-label={t('app:close')} onClick={() => void leave()}>
          <IconX {...icon} />
        </ActionIcon>
        {filming && (
          <span className={css.timer} role="timer">
            {durationText(seconds * 1000)}
          </span>
        )}
      </header>
      <div className={css.stage}>
        {taken ? (
          <Preview taken={taken} />
        ) : problem ? (
          <div className={css.problem} role="alert">
            <p>{t(`camera:problem.${problem}`)}</p>
            <Button
              onClick={() => void chooseFiles(picturesAndFilms).then((files) => files.length > 0 && onTake(files))}
            >
              {t('camera:choose')}
            </Button>
          </div>
        ) : (
          <>
            {!stream && <Loader color="white" />}
            <video
              ref={attach}
              className={css.picture}
              data-mirrored={facing === 'user' || !turns || undefined}
              muted
              autoPlay
              playsInline
              aria-label={t('camera:live')}
            />
          </>
        )}
      </div>
      <footer className={css.footer}>
        {taken ? (
          <div className={css.answers}>
            <Button variant="default" className={css.again ?? ''} onClick={() => setTaken(null)}>
              {t('camera:again')}
            </Button>
            <Button data-autofocus onClick={() => onTake([taken.file])}>
              {t('camera:use')}
            </Button>
          </div>
        ) : (
          !problem && (
            <>
              <div className={css.row}>
                <span className={css.side} />
                <button
                  type="button"
                  className={css.shutter}
                  data-kind={shutter}
                  disabled={!stream}
                  aria-label={t(`camera:shutter.${shutter}`)}
                  onClick={() => void shoot()}
                />
                <span className={css.side}>
                  {turns && !filming && (
                    <ActionIcon
                      size={52}
                      aria-label={t('camera:turn')}
                      onClick={() => setFacing(facing === 'user' ? 'environment' : 'user')}
                    >
                      <IconCameraRotate {...icon} />
                    </ActionIcon>
                  )}
                </span>
              </div>
              <SegmentedControl
                classNames={{ root: css.modes ?? '', indicator: css.chosen ?? '', label: css.mode ?? '' }}
                aria-label={t('camera:mode')}
                disabled={filming !== null}
                data={[
                  { value: 'photo', label: t('camera:photo') },
                  { value: 'video', label: t('camera:video') },
                ]}
                value={mode}
                onChange={(value) => setMode(value === 'video' ? 'video' : 'photo')}
              />
            </>
          )
        )}
      </footer>
    </dialog>
  )
}
