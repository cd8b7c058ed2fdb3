import { Button, UnstyledButton } from '@mantine/core'
import type { GifView, OutgoingFile } from '@soroka/client/types'
import type { FileId } from '@soroka/protocol'
import { IconTrash, IconUpload } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { useShelf } from '../../stores/stickerStore.ts'
import { act } from '../../ui/act.ts'
import { openMenu } from '../../ui/layer-store.ts'
import { toastStore } from '../../ui/toast-store.ts'
import { chooseFiles, prepareGif } from '../media/index.ts'
import { columns } from './columns.ts'
import css from './gifs.module.css'
import { KeptGif } from './KeptGif.tsx'
import { useGifSearch } from './use-gif-search.ts'

const GifSearch = lazy(() => import('./GifSearch.tsx'))

export interface GifTabProps {
  onSendKept(id: FileId): void
  onSendFile(file: OutgoingFile): void
}

/** GIFs that were saved, one's own, and those of a search where the server offers one. */
export default function GifTab({ onSendKept, onSendFile }: GifTabProps) {
  const t = useText()
  const shelf = useShelf()
  const searchable = useGifSearch()
  const [busy, setBusy] = useState(false)
  const [searching, setSearching] = useState(false)
  const upload = async () => {
    const [file] = await chooseFiles('image/gif,image/webp,video/mp4,video/webm')
    if (!file) return
    setBusy(true)
    const made = await prepareGif(file)
    setBusy(false)
    if (made) onSendFile(made)
    else toastStore.getState().show({ kind: 'error', text: t('stickers:gifs.wrong') })
  }
  const menu = (gif: GifView, x: number, y: number) =>
    openMenu({
      x,
      y,
      label: t('stickers:tabs.gifs'),
      items: [
        {
          label: t('stickers:gifs.remove'),
          icon: <IconTrash size={20} stroke={1.8} aria-hidden />,
          danger: true,
          run: () => void act(engine.stickers.remove(gif.id), { text: t('stickers:gifs.removed') }),
        },
      ],
    })
  return (
    <>
      {searchable && (
        <Suspense fallback={null}>
          <GifSearch onSendFile={onSendFile} onSearching={setSearching} />
        </Suspense>
      )}
      {!searching && (
        <div className={css.list}>
          {shelf?.gifs.length === 0 && <p className={css.empty}>{t('stickers:gifs.none')}</p>}
          <div className={css.columns}>
            {columns(shelf?.gifs ?? []).map((column, at) => (
              <div key={at} className={css.column}>
                {column.map((gif) => (
                  <UnstyledButton
                    key={gif.id}
                    className={css.cell}
                    data-cell
                    aria-label={t('stickers:gifs.send')}
                    onClick={() => onSendKept(gif.id)}
                    onContextMenu={(event) => {
                      event.preventDefault()
                      menu(gif, event.clientX, event.clientY)
                    }}
                  >
                    <KeptGif gif={gif} />
                  </UnstyledButton>
                ))}
              </div>
            ))}
          </div>
        </div>
      )}
      {!searching && (
        <footer className={css.foot}>
          <Button
            variant="subtle"
            loading={busy}
            leftSection={<IconUpload size={20} stroke={1.8} aria-hidden />}
            onClick={() => void upload()}
          >
            {t('stickers:gifs.upload')}
          </Button>
        </footer>
      )}
    </>
  )
}
