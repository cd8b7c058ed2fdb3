import { ActionIcon, Button } from '@mantine/core'
import { IconMinus, IconPlus, IconRotate } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import Cropper from 'react-easy-crop'
import 'react-easy-crop/react-easy-crop.css'
import { useText } from '../../i18n/i18n.ts'
import { Sheet } from '../Sheet.tsx'
import css from './crop.module.css'
import { type Area, closePicture, cutPicture, openPicture, type Picture, type Target } from './picture.dom.ts'

interface CropProps {
  file: Blob
  /** The window: round for people, square for groups, or width by height. */
  shape: 'round' | 'square' | number
  target: Target
  title: string
  done: string
  onDone(picture: Blob): void | Promise<void>
  onClose(): void
}

const most = 4
const step = 0.25

/** Cuts a picture to its window: dragged, pinched, wheeled, or by keys and buttons. */
export default function CropDialog({ file, shape, target, title, done, onDone, onClose }: CropProps) {
  const t = useText()
  const [picture, setPicture] = useState<Picture | null>(null)
  const [failed, setFailed] = useState(false)
  const [busy, setBusy] = useState(false)
  const [place, setPlace] = useState({ x: 0, y: 0 })
  const [zoom, setZoom] = useState(1)
  const [degrees, setDegrees] = useState(0)
  const area = useRef<Area>(null)

  useEffect(() => {
    let opened: Picture | null = null
    let gone = false
    const open = async () => {
      const read = await openPicture(file)
      if (gone) return read === null ? undefined : closePicture(read)
      opened = read
      setPicture(read)
      setFailed(read === null)
    }
    void open()
    return () => {
      gone = true
      if (opened !== null) closePicture(opened)
    }
  }, [file])

  const zoomTo = (next: number) => setZoom(Math.min(most, Math.max(1, next)))
  const finish = async () => {
    if (picture === null || area.current === null) return
    setBusy(true)
    try {
      const blob = await cutPicture(picture, area.current, degrees, target)
      if (blob === null) setFailed(true)
      else await onDone(blob)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Sheet
      title={title}
      onClose={onClose}
      low
      footer={
        <Button loading={busy} disabled={picture === null} onClick={() => void finish()}>
          {done}
        </Button>
      }
    >
      <div className={css.stage}>
        {picture && (
          <Cropper
            image={picture.url}
            crop={place}
            zoom={zoom}
            minZoom={1}
            maxZoom={most}
            rotation={degrees}
            aspect={typeof shape === 'number' ? shape : 1}
            cropShape={shape === 'round' ? 'round' : 'rect'}
            showGrid={false}
            objectFit="cover"
            keyboardStep={8}
            zoomSpeed={0.5}
            classes={{ cropAreaClassName: `${css.window} ${shape === 'square' ? css.squircle : ''}` }}
            cropperProps={{ role: 'group', 'aria-label': t('photo:area') }}
            mediaProps={{ alt: '' }}
            style={{}}
            restrictPosition
            disableAutomaticStylesInjection
            onCropChange={setPlace}
            onZoomChange={setZoom}
            onCropAreaChange={(_, pixels) => {
              area.current = pixels
            }}
          />
        )}
      </div>
      {failed && (
        <p className={css.failed} role="alert">
          {t('photo:unreadable')}
        </p>
      )}
      <div className={css.tools}>
        <ActionIcon aria-label={t('photo:smaller')} disabled={zoom <= 1} onClick={() => zoomTo(zoom - step)}>
          <IconMinus size={20} stroke={1.8} aria-hidden />
        </ActionIcon>
        <input
          className={css.zoom}
          type="range"
          min={1}
          max={most}
          step={0.01}
          value={zoom}
          aria-label={t('photo:zoom')}
          onChange={(event) => zoomTo(Number(event.currentTarget.value))}
        />
        <ActionIcon aria-label={t('photo:larger')} disabled={zoom >= most} onClick={() => zoomTo(zoom + step)}>
          <IconPlus size={20} stroke={1.8} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label={t('photo:turn')} onClick={() => setDegrees((degrees + 270) % 360)}>
          <IconRotate size={21} stroke={1.8} aria-hidden />
        </ActionIcon>
      </div>
    </Sheet>
  )
}
