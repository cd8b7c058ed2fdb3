import { Loader, UnstyledButton } from '@mantine/core'
import { IconCamera } from '@tabler/icons-react'
import { type ChangeEvent, Suspense, useRef, useState } from 'react'
import { useText } from '../i18n/i18n.ts'
import { Avatar } from './Avatar.tsx'
import { CropDialog, type Target } from './crop/index.ts'
import panel from './Panel.module.css'
import css from './PhotoField.module.css'

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
  const [busy, setBusy] = useState(false)
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    setFile(event.currentTarget.files?.[0] ?? null)
    event.currentTarget.value = ''
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
      <UnstyledButton
        ref={face}
        className={css.face}
        data-shape={shape}
        disabled={busy}
        onClick={() => input.current?.click()}
      >
        <span className={panel.hidden}>{t(has ? 'photo:change' : 'photo:choose')}</span>
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
