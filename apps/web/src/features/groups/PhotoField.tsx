import { UnstyledButton } from '@mantine/core'
import { IconCamera } from '@tabler/icons-react'
import { type ChangeEvent, useRef, useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import panel from '../../ui/Panel.module.css'
import { type Crop, cropPhoto, readPicture } from '../../ui/photo-file.dom.ts'
import css from './PhotoField.module.css'

interface Props {
  id: string
  name: string
  photo: Uint8Array<ArrayBuffer> | undefined
  onChange(photo: Uint8Array<ArrayBuffer> | undefined): void
}

const middle: Crop = { x: 0.5, y: 0.5, zoom: 1 }
const sliders = ['x', 'y', 'zoom'] as const

/** A group's photo: chosen, cut square by three sliders, drawn anew before it goes anywhere. */
export function PhotoField({ id, name, photo, onChange }: Props) {
  const t = useText()
  const input = useRef<HTMLInputElement>(null)
  const [picture, setPicture] = useState<ImageBitmap | null>(null)
  const [crop, setCrop] = useState(middle)
  const [failed, setFailed] = useState(false)
  const draw = async (from: ImageBitmap, next: Crop) => {
    setCrop(next)
    const bytes = await cropPhoto(from, next)
    setFailed(bytes === null)
    if (bytes) onChange(bytes)
  }
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0]
    event.currentTarget.value = ''
    if (!file) return
    const read = await readPicture(file)
    setPicture(read)
    setFailed(read === null)
    if (read) await draw(read, middle)
  }
  return (
    <div className={css.field}>
      <UnstyledButton className={css.face} onClick={() => input.current?.click()}>
        <span className={panel.hidden}>{t(photo ? 'groups:photo.change' : 'groups:photo.choose')}</span>
        <Avatar id={id} name={name || '·'} size="xl" shape="group" photo={photo} />
        <span className={css.camera} aria-hidden>
          <IconCamera size={20} stroke={1.8} />
        </span>
      </UnstyledButton>
      <input ref={input} type="file" accept="image/*" hidden onChange={(event) => void choose(event)} />
      {failed && (
        <p className={css.failed} role="alert">
          {t('groups:photo.failed')}
        </p>
      )}
      {picture && photo && (
        <div className={css.sliders}>
          {sliders
            .filter((slider) => slider !== (picture.width > picture.height ? 'y' : 'x') || crop.zoom > 1)
            .map((slider) => (
              <label key={slider} className={css.slider}>
                {t(`groups:photo.${slider}`)}
                <input
                  type="range"
                  min={slider === 'zoom' ? 1 : 0}
                  max={slider === 'zoom' ? 4 : 1}
                  step={0.01}
                  value={crop[slider]}
                  onChange={(event) => void draw(picture, { ...crop, [slider]: Number(event.currentTarget.value) })}
                />
              </label>
            ))}
        </div>
      )}
      {photo && (
        <UnstyledButton
          className={css.remove}
          onClick={() => {
            setPicture(null)
            onChange(undefined)
          }}
        >
          {t('groups:photo.remove')}
        </UnstyledButton>
      )}
    </div>
  )
}
