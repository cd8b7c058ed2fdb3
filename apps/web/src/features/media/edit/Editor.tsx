import { ActionIcon, Button, Loader, UnstyledButton } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBlur,
  IconCrop,
  IconPencil,
  IconRestore,
  IconX,
} from '@tabler/icons-react'
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { ask } from '../../../ui/layer-store.ts'
import { CropTools, ratioOf, type Shape } from './CropTools.tsx'
import css from './edit.module.css'
import { type Edits, isUntouched, untouched } from './edits.ts'
import { BlurTools, DrawTools } from './MarkTools.tsx'
import { Stage } from './Stage.tsx'
import { firstBrush, type Tool, tools } from './tools.ts'
import { useEasel } from './use-easel.ts'
import { useHistory } from './use-history.ts'

interface Props {
  file: File
  edits: Edits | undefined
  onClose(): void
  onDone(edits: Edits): void
}

const icon = { size: 24, stroke: 1.8, 'aria-hidden': true }
const icons = { crop: IconCrop, draw: IconPencil, blur: IconBlur } as const

/** A photo over the whole screen, to be cropped, drawn on, and blurred before it is sent. */
export default function Editor({ file, edits: before, onClose, onDone }: Props) {
  const t = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  const easel = useEasel(file)
  const history = useHistory(before ?? untouched)
  const [tool, setTool] = useState<Tool>('crop')
  const [shape, setShape] = useState<Shape>('free')
  const [brush, setBrush] = useState(firstBrush)
  const { edits, commit, undo, redo } = history
  useLayoutEffect(() => {
    const element = dialog.current
    if (!element) return
    if (!element.open) element.showModal()
    return () => element.close()
  }, [])
  const leave = async () => {
    const question = { title: t('editor:leave'), text: t('editor:leaveText'), confirm: t('editor:leaveYes') }
    if (!history.changed || (await ask({ ...question, danger: true }))) onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const command = event.ctrlKey || event.metaKey
    if (!command || (event.code !== 'KeyZ' && event.code !== 'KeyY')) return
    event.preventDefault()
    if (event.code === 'KeyY' || event.shiftKey) redo?.()
    else undo?.()
  }
  return (
    <dialog
      ref={dialog}
      className={css.editor}
      aria-label={t('editor:title')}
      onKeyDown={onKeyDown}
      // A browser closes a dialog on the second Escape whatever we say.
      onClose={() => dialog.current?.open === false && dialog.current.showModal()}
      onCancel={(event) => {
        event.preventDefault()
        event.stopPropagation()
        void leave()
      }}
    >
      <header className={css.bar}>
        <ActionIcon aria-label={t('app:cancel')} onClick={() => void leave()}>
          <IconX {...icon} />
        </ActionIcon>
        <span className={css.steps}>
          <ActionIcon aria-label={t('editor:undo')} disabled={!undo} onClick={undo}>
            <IconArrowBackUp {...icon} />
          </ActionIcon>
          <ActionIcon aria-label={t('editor:redo')} disabled={!redo} onClick={redo}>
            <IconArrowForwardUp {...icon} />
          </ActionIcon>
          <ActionIcon aria-label={t('editor:reset')} disabled={isUntouched(edits)} onClick={() => commit(untouched)}>
            <IconRestore {...icon} />
          </ActionIcon>
        </span>
        <Button size="compact-md" disabled={typeof easel !== 'object'} onClick={() => onDone(edits)}>
          {t('editor:done')}
        </Button>
      </header>
      {typeof easel === 'object' ? (
        <Stage
          easel={easel}
          edits={edits}
          tool={tool}
          brush={brush}
          ratio={ratioOf(shape, easel.size, edits)}
          onChange={commit}
        />
      ) : (
        <div className={css.wait}>
          {easel === 'waiting' ? <Loader color="white" /> : <p role="alert">{t('editor:unreadable')}</p>}
        </div>
      )}
      <footer className={css.footer}>
        <div className={css.options}>
          {tool === 'crop' && typeof easel === 'object' && (
            <CropTools size={easel.size} edits={edits} shape={shape} onShape={setShape} onChange={commit} />
          )}
          {tool === 'draw' && <DrawTools brush={brush} onBrush={setBrush} />}
          {tool === 'blur' && <BlurTools brush={brush} onBrush={setBrush} />}
        </div>
        <div className={css.tools} role="group" aria-label={t('editor:toolsLabel')}>
          {tools.map((one) => {
            const Icon = icons[one]
            return (
              <UnstyledButton key={one} className={css.tool} aria-pressed={one === tool} onClick={() => setTool(one)}>
                <Icon {...icon} />
                {t(`editor:tools.${one}`)}
              </UnstyledButton>
            )
          })}
        </div>
      </footer>
    </dialog>
  )
}
