import { Loader, UnstyledButton } from '@mantine/core'
import { IconCamera, IconPhoto } from '@tabler/icons-react'
import { type ChangeEvent, Suspense, useRef, useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { CropDialog, type Target } from '../../ui/crop/index.ts'
import { openMenuAt } from '../../ui/layer-store.ts'
import { useCoarsePointer } from '../../ui/use-viewport.dom.ts'
import { CameraDialog } from '../media/index.ts'
import css from './PhotoField.module.css'
import aloud from '../../ui/Aloud.module.css'

interface Props {
  id: string
  name: string
  shape: 'person' | 'group'
  /** A group's photo; a person's is known by his id. */
  photo?: Uint8Array<ArrayBuffer> | undefined
  has: boolean
  target: Target
  /** Null takes it away. */
  onChange(photo: Uint8Array<ArrayBuffer> | null): void | Promise<void>
}

/** The photo of a person or a group: chosen or taken, cut, drawn anew before it goes anywhere; or taken away. */
export function PhotoField({ id, name, shape, photo, has, target, onChange }: Props) {
  const t = useText()
  const input = useRef<HTMLInputElement>(null)
  const face = useRef<HTMLButtonElement>(null)
  const [file, setFile] = useState<File | null>(null)
  const [shooting, setShooting] = useState(false)
  // A phone's own chooser offers its camera.
  const asks = !useCoarsePointer() && 'mediaDevices' in navigator
  const [busy, setBusy] = useState(false)
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    setFile(event.currentTarget.files?.[0] ?? null)
    event.currentTarget.value = ''
  }
  const begin = () => {
    const pick = () => input.current?.click()
    if (!asks || !face.current) return pick()
    openMenuAt(face.current, t('photo:menu'), [
      { label: t('photo:fromFile'), icon: <IconPhoto size={20} stroke={1.8} />, run: pick },
      { label: t('photo:take'), icon: <IconCamera size={20} stroke={1.8} />, run: () => setShooting(true) },
    ])
  }
  const change = async (next: Uint8Array<ArrayBuffer> | null) => {
    setBusy(true)
    try {
      await onChange(next)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={css.field} aria-busy={busy}>
      <UnstyledButton ref={face} className={css.face} data-shape={shape} disabled={busy} onClick={begin}>
        <span className={aloud.aloud}>{t(has ? 'photo:change' : 'photo:choose')}</span>
        <Avatar id={id} name={name || '·'} size="xl" shape={shape} photo={photo} />
        <span className={css.camera} aria-hidden>
          {busy ? <Loader size={18} color="currentColor" /> : <IconCamera size={20} stroke={1.8} />}
        </span>
      </UnstyledButton>
      <input ref={input} type="file" accept="image/*" hidden onChange={choose} />
      {has && (
        <UnstyledButton
          className={css.remove}
          disabled={busy}
          onClick={() => {
            face.current?.focus()
            void change(null)
          }}
        >
          {t('photo:remove')}
        </UnstyledButton>
      )}
      {shooting && (
        <Suspense fallback={null}>
          <CameraDialog
            onClose={() => setShooting(false)}
            onTake={(files) => {
              setShooting(false)
              setFile(files.find(({ type }) => type.startsWith('image/')) ?? null)
            }}
          />
        </Suspense>
      )}
      {file && (
        <Suspense fallback={null}>
          <CropDialog
            file={file}
            shape={shape === 'person' ? 'round' : 'square'}
            target={target}
            title={t('photo:title')}
            done={t('photo:use')}
            onClose={() => setFile(null)}
            onDone={async (blob) => {
              const bytes = new Uint8Array(await blob.arrayBuffer())
              setFile(null)
              await change(bytes)
            }}
          />
        </Suspense>
      )}
    </div>
  )
}
