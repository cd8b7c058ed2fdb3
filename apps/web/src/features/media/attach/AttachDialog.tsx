import { Button } from '@mantine/core'
import type { OutgoingFile } from '@soroka/client/types'
import { IconPlus } from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { loadLaterTexts, useText } from '../../../i18n/i18n.ts'
import { ask } from '../../../ui/layer-store.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import type { Quality } from '../prepare/prepare.dom.ts'
import { isVisual, shapeOf } from '../shapes.ts'
import { albumsOf } from './albums.ts'
import css from './attach.module.css'
import { chooseFiles } from './choose-files.dom.ts'
import { DropZone } from './DropZone.tsx'
import { isPicture } from './items.ts'
import { Places } from './Places.tsx'
import { QualityChoice } from './QualityChoice.tsx'
import { useItems } from './use-items.ts'
import { usePasted } from './use-pasted.dom.ts'

const Editor = lazy(async () => {
  const [editor] = await Promise.all([import('../edit/Editor.tsx'), loadLaterTexts()])
  return editor
})

interface Props {
  files: File[]
  quality: Quality
  /** Made by the camera, so nowhere else: asks before it is thrown away. */
  taken: boolean
  /** The field for words; Enter there sends. */
  caption(send: () => void): ReactNode
  /** Whether the words may go: not too long. */
  fits: boolean
  onClose(): void
  /** @returns whether it was taken; then the dialog closes */
  onSend(files: OutgoingFile[]): Promise<boolean>
}

/** What was chosen, before it is sent: order, changes, words, as pictures or as files. */
export default function AttachDialog({ files, quality: first, taken, caption, fits, onClose, onSend }: Props) {
  const t = useText()
  const { items, quality, ready, refused, ...change } = useItems(files, first)
  const [busy, setBusy] = useState(false)
  const [editing, setEditing] = useState<number | null>(null)
  const body = useRef<HTMLDivElement>(null)
  usePasted(body, change.add)
  useEffect(() => {
    body.current?.closest('dialog')?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
  }, [])
  const going = items.length - refused.length
  const whole = ready.length === going
  const able = whole && going > 0 && refused.length === 0 && fits
  const messages = albumsOf(ready.map(({ file }) => file)).length
  const pictures = items.filter((item) => isPicture(item, quality))
  const rows = items.filter((item) => !isPicture(item, quality))
  const shapes = items.map(({ source }) => shapeOf(source.type))
  const edited = items.find((item) => item.key === editing)

  const leave = async () => {
    const precious = taken || items.some(({ edits }) => edits !== undefined)
    const question = { title: t('media:attach.leave'), text: t('media:attach.leaveText') }
    if (!precious || (await ask({ ...question, confirm: t('media:attach.leaveYes'), danger: true }))) onClose()
  }
  const remove = (key: number) => {
    if (items.length === 1) onClose()
    else change.keep((item) => item.key !== key)
  }
  const send = async () => {
    if (!able || busy) return
    setBusy(true)
    // In the order in which they stand: pictures, then the rest.
    const taken = await onSend([...pictures, ...rows].flatMap(({ made }) => made?.file ?? []))
    setBusy(false)
    if (taken) onClose()
  }
  const lists = { onMove: change.move, onRemove: remove, onEdit: setEditing }
  return (
    <Sheet
      title={t('media:attach.title', { count: items.length })}
      onClose={() => void leave()}
      low
      footer={
        <>
          {caption(() => void send())}
          <Button disabled={!able} loading={busy} onClick={() => void send()}>
            {whole ? t('messages:send') : t('media:attach.preparing', { at: ready.length + 1, count: going })}
          </Button>
        </>
      }
    >
      <div ref={body} className={css.body}>
        <DropZone take={change.add} more />
        {pictures.length > 0 && <Places kind="tiles" items={pictures} {...lists} />}
        {rows.length > 0 && <Places kind="rows" items={rows} {...lists} />}
        {refused.length > 0 && (
          <div className={css.problem} role="alert">
            <p>{t('media:attach.refused')}</p>
            {going > 0 && (
              <Button
                variant="light"
                size="compact-md"
                onClick={() => change.keep(({ problem }) => problem === undefined)}
              >
                {t('media:attach.removeRefused')}
              </Button>
            )}
          </div>
        )}
        {messages > 1 && <p className={css.note}>{t('media:attach.messages', { count: messages })}</p>}
        <Button
          variant="subtle"
          leftSection={<IconPlus size={20} stroke={1.8} aria-hidden />}
          onClick={() => void chooseFiles().then(change.add)}
        >
          {t('media:attach.more')}
        </Button>
        {shapes.some(isVisual) && (
          <QualityChoice photos={shapes.includes('photo')} value={quality} onChange={change.choose} />
        )}
      </div>
      <Suspense fallback={null}>
        {edited && (
          <Editor
            file={edited.source}
            edits={edited.edits}
            onClose={() => setEditing(null)}
            onDone={(edits) => {
              change.edit(edited.key, edits)
              setEditing(null)
            }}
          />
        )}
      </Suspense>
    </Sheet>
  )
}
