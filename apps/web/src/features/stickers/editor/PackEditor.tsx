import { ActionIcon, Button, Loader, TextInput, UnstyledButton } from '@mantine/core'
import type { NewSticker } from '@soroka/client/types'
import { IconPhotoPlus, IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import { toastStore } from '../../../ui/toast-store.ts'
import { chooseFiles } from '../../media/index.ts'
import css from './editor.module.css'
import { makeSticker } from './make-sticker.dom.ts'

const most = 60
const pictures = 'image/png,image/webp,image/jpeg,image/gif,image/avif'

interface Draft extends NewSticker {
  url: string
}

interface Props {
  /** Absent: a new pack. */
  pack?: { id: string; name: string } | undefined
  /** The grid of all emoji. */
  emojiGrid(onPick: (emoji: string) => void): ReactNode
  onClose(): void
}

/** Makes stickers of pictures: chosen, cut to a square, an emoji for each, a name for all. */
export default function PackEditor({ pack, emojiGrid, onClose }: Props) {
  const t = useText()
  const [name, setName] = useState(pack?.name ?? '')
  const [drafts, setDrafts] = useState<Draft[]>([])
  const [choosing, setChoosing] = useState<number | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => () => drafts.forEach(({ url }) => URL.revokeObjectURL(url)), [drafts])

  const choose = async () => {
    const files = await chooseFiles(pictures)
    if (files.length === 0) return
    setBusy(true)
    const made: Draft[] = []
    for (const file of files.slice(0, most - drafts.length)) {
      const sticker = await makeSticker(file, '🙂')
      if (sticker) made.push({ ...sticker, url: '' })
    }
    setBusy(false)
    if (made.length < files.length)
      toastStore
        .getState()
        .show({ kind: 'plain', text: t('stickers:someRefused', { count: files.length - made.length }) })
    setDrafts((before) => withUrls([...before, ...made]))
  }
  const save = async () => {
    setBusy(true)
    const stickers = drafts.map(({ blob, emoji, width, height }) => ({ blob, emoji, width, height }))
    const work = pack ? engine.stickers.addToPack(pack.id, stickers) : engine.stickers.makePack({ name, stickers })
    const done = await act(work, {
      text: t(pack ? 'stickers:stickersAdded' : 'stickers:packMade', { count: stickers.length }),
    })
    setBusy(false)
    if (done) onClose()
  }
  if (choosing !== null)
    return (
      <Sheet title={t('stickers:chooseEmoji')} onClose={onClose} onBack={() => setChoosing(null)}>
        {emojiGrid((emoji) => {
          setDrafts((before) => withUrls(before.map((one, at) => (at === choosing ? { ...one, emoji } : one))))
          setChoosing(null)
        })}
      </Sheet>
    )
  return (
    <Sheet
      title={pack ? t('stickers:addTo', { name: pack.name }) : t('stickers:newPack')}
      onClose={onClose}
      footer={
        <Button loading={busy} disabled={drafts.length === 0 || name.trim() === ''} onClick={() => void save()}>
          {t(pack ? 'stickers:addCount' : 'stickers:makeCount', { count: drafts.length })}
        </Button>
      }
    >
      {!pack && (
        <TextInput
          label={t('stickers:packName')}
          maxLength={40}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      <p className={css.note}>{t('stickers:editorNote')}</p>
      <ul className={css.grid}>
        {drafts.map((draft, at) => (
          <li key={draft.url} className={css.item}>
            <img className={css.picture} src={draft.url} alt="" />
            <UnstyledButton
              className={css.emoji}
              aria-label={t('stickers:emojiOf', { number: at + 1, emoji: draft.emoji })}
              onClick={() => setChoosing(at)}
            >
              {draft.emoji}
            </UnstyledButton>
            <ActionIcon
              className={css.remove ?? ''}
              size={28}
              aria-label={t('stickers:removeOne', { number: at + 1 })}
              onClick={() => setDrafts((before) => withUrls(before.filter((_, place) => place !== at)))}
            >
              <IconX size={16} stroke={2.2} aria-hidden />
            </ActionIcon>
          </li>
        ))}
        <li className={css.item}>
          <UnstyledButton className={css.add} disabled={busy || drafts.length >= most} onClick={() => void choose()}>
            {busy ? <Loader size={26} /> : <IconPhotoPlus size={30} stroke={1.6} aria-hidden />}
            {t('stickers:choosePictures')}
          </UnstyledButton>
        </li>
      </ul>
    </Sheet>
  )
}

/** Fresh addresses for a fresh list: those of the list before are given back when it leaves the screen. */
function withUrls(drafts: Draft[]): Draft[] {
  return drafts.map((draft) => ({ ...draft, url: URL.createObjectURL(draft.blob) }))
}
