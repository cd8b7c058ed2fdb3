import { ActionIcon, UnstyledButton } from '@mantine/core'
import type { FolderView } from '@soroka/client/types'
import { IconArrowDown, IconArrowUp, IconFolder, IconGripVertical } from '@tabler/icons-react'
import { useRef } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import panel from '../../ui/Panel.module.css'
import { useSort } from '../../ui/use-sort.dom.ts'
import css from './FolderSheet.module.css'
import { moveFolder } from './folder-actions.ts'

interface Props {
  folder: FolderView
  index: number
  last: boolean
  onOpen(id: string): void
}

function FolderRow({ folder, index, last, onOpen }: Props) {
  const t = useText()
  const row = useRef<HTMLLIElement>(null)
  const grip = useRef<HTMLSpanElement>(null)
  useSort(grip, { holds: false, active: true, onSort: moveFolder })
  const move = (to: number) => {
    moveFolder(index, to)
    // At the end of its way a button goes dim: the other one takes the focus.
    requestAnimationFrame(() => {
      if (row.current?.contains(document.activeElement)) return
      row.current?.querySelector<HTMLElement>('[data-step]:not(:disabled)')?.focus()
    })
  }
  return (
    <li ref={row} className={css.item} data-sort-row>
      <span ref={grip} className={css.grip} data-sort>
        <IconGripVertical size={18} stroke={1.8} aria-hidden />
      </span>
      <UnstyledButton className={css.open} onClick={() => onOpen(folder.id)}>
        <IconFolder size={21} stroke={1.8} className={panel.icon} aria-hidden />
        <span className={panel.label}>{folder.name}</span>
      </UnstyledButton>
      <ActionIcon
        aria-label={t('chats:folder.up', { name: folder.name })}
        data-step
        disabled={index === 0}
        onClick={() => move(index - 1)}
      >
        <IconArrowUp size={20} stroke={1.8} aria-hidden />
      </ActionIcon>
      <ActionIcon
        aria-label={t('chats:folder.down', { name: folder.name })}
        data-step
        disabled={last}
        onClick={() => move(index + 1)}
      >
        <IconArrowDown size={20} stroke={1.8} aria-hidden />
      </ActionIcon>
    </li>
  )
}

/** Folders in the order of their tabs: dragged, or moved by the two buttons of each. */
export function FolderOrder({ onOpen }: { onOpen(id: string): void }) {
  const t = useText()
  const folders = useChats((state) => state.folders)
  if (folders.length === 0) return <p className={panel.empty}>{t('chats:folder.none')}</p>
  return (
    <>
      <p className={panel.note}>{t('chats:folder.hint')}</p>
      <ul className={css.list} data-sort-list>
        {folders.map((folder, index) => (
          <FolderRow
            key={folder.id}
            folder={folder}
            index={index}
            last={index === folders.length - 1}
            onOpen={onOpen}
          />
        ))}
      </ul>
    </>
  )
}
