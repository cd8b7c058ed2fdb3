import { ActionIcon } from '@mantine/core'
import { IconArrowForwardUp, IconCheck, IconCircleCheck, IconMessageForward, IconTrash } from '@tabler/icons-react'
import { type MouseEvent, Suspense } from 'react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { useChats } from '../../../stores/chatStore.ts'
import { openMenu } from '../../../ui/layer-store.ts'
import { listTime } from '../../../ui/time.ts'
import { useNow } from '../../../ui/use-now.ts'
import { GalleryRow, GalleryTile } from '../../media/index.ts'
import css from './FileItem.module.css'
import type { SaidFile } from './use-files.ts'
import type { Selection } from './use-selection.ts'
import { useShelfActions } from './use-shelf-actions.ts'

interface Props {
  item: SaidFile
  selection: Selection | null
}

const size = { size: 20, stroke: 1.8, 'aria-hidden': true }

/** A menu of what can be done with a file, under the pointer or the finger. */
function useItemMenu({ item: { view }, selection }: Props) {
  const t = useText()
  const { show, forward, remove } = useShelfActions()
  return (event: MouseEvent) => {
    event.preventDefault()
    openMenu({
      x: event.clientX,
      y: event.clientY,
      label: t('people:files.menu'),
      items: [
        { label: t('people:files.show'), icon: <IconMessageForward {...size} />, run: () => show(view) },
        { label: t('people:files.forward'), icon: <IconArrowForwardUp {...size} />, run: () => forward([view]) },
        ...(selection
          ? [
              {
                label: t('people:files.select'),
                icon: <IconCircleCheck {...size} />,
                run: () => selection.toggle(view),
              },
            ]
          : []),
        { label: t('people:files.delete'), icon: <IconTrash {...size} />, danger: true, run: () => remove([view]) },
      ],
    })
  }
}

function Tick({ item, selection }: Props) {
  if (!selection?.chosen) return null
  const on = selection.chosen.has(item.message)
  return (
    <span className={css.tick} data-on={on || undefined} aria-hidden>
      {on && <IconCheck size={16} stroke={3} />}
    </span>
  )
}

/** While messages are chosen a press on one of them chooses, whatever it would do else. */
function useChoosing({ item, selection }: Props) {
  const t = useText()
  if (!selection?.chosen) return {}
  return {
    role: 'checkbox',
    'aria-label': t('people:files.choose', { name: item.file.name }),
    'aria-checked': selection.chosen.has(item.message),
    tabIndex: 0,
    onClickCapture: (event: MouseEvent) => {
      event.preventDefault()
      event.stopPropagation()
      selection.toggle(item.view)
    },
  }
}

/** One picture of the grid. */
export function MediaItem(props: Props) {
  const { item } = props
  const onMenu = useItemMenu(props)
  return (
    <div className={css.cell} onContextMenu={onMenu} {...useChoosing(props)}>
      <Suspense fallback={null}>
        <GalleryTile message={item.view} file={item.file} gallery />
      </Suspense>
      <Tick {...props} />
    </div>
  )
}

/** A document or a voice message, with its sender and the way to where it was said. */
export function FileItem(props: Props) {
  const { item } = props
  const { view, file } = item
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const { show } = useShelfActions()
  const onMenu = useItemMenu(props)
  const name = useChats((state) => state.people[view.sender]?.name ?? state.chats[view.chat]?.title ?? '')
  return (
    <div className={css.row} onContextMenu={onMenu} {...useChoosing(props)}>
      <Tick {...props} />
      <div className={css.body}>
        <Suspense fallback={<div className={css.blank} />}>
          <GalleryRow message={view} file={file} />
        </Suspense>
        <span className={css.line}>
          <bdi className={css.who}>{view.own ? t('messages:you') : name}</bdi>
          <time dateTime={new Date(item.at).toISOString()}>{listTime(item.at, now, language)}</time>
        </span>
      </div>
      <ActionIcon size={44} aria-label={t('people:files.showThis', { name: file.name })} onClick={() => show(view)}>
        <IconMessageForward {...size} />
      </ActionIcon>
    </div>
  )
}
