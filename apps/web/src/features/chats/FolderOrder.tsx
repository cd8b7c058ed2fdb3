import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconFolder, IconGripVertical } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import panel from '../../ui/Panel.module.css'
import css from './FolderSheet.module.css'
import { moveFolder } from './folder-actions.ts'

const dragType = 'application/x-soroka-folder'

/** Folders in the order of their tabs: dragged, or moved by the two buttons of each. */
export function FolderOrder({ onOpen }: { onOpen(id: string): void }) {
  const t = useText()
  const folders = useChats((state) => state.folders)
  const [over, setOver] = useState(-1)
  if (folders.length === 0) return <p className={panel.empty}>{t('chats:folder.none')}</p>
  return (
    <>
      <p className={panel.note}>{t('chats:folder.hint')}</p>
      <ul className={css.list}>
        {folders.map((folder, index) => (
          <li key={folder.id}>
            <div
              className={css.item}
              data-over={over === index || undefined}
              draggable
              onDragStart={(event) => event.dataTransfer.setData(dragType, String(index))}
              onDragEnd={() => setOver(-1)}
              onDragOver={(event) => {
                if (!event.dataTransfer.types.includes(dragType)) return
                event.preventDefault()
                setOver(index)
              }}
              onDrop={(event) => {
                event.preventDefault()
                setOver(-1)
                moveFolder(Number(event.dataTransfer.getData(dragType)), index)
              }}
            >
              <IconGripVertical size={18} stroke={1.8} className={css.grip} aria-hidden />
              <UnstyledButton className={css.open} onClick={() => onOpen(folder.id)}>
                <IconFolder size={21} stroke={1.8} className={panel.icon} aria-hidden />
                <span className={panel.label}>{folder.name}</span>
              </UnstyledButton>
              <ActionIcon
                aria-label={t('chats:folder.up', { name: folder.name })}
                disabled={index === 0}
                onClick={() => moveFolder(index, index - 1)}
              >
                <IconArrowUp size={20} stroke={1.8} aria-hidden />
              </ActionIcon>
              <ActionIcon
                aria-label={t('chats:folder.down', { name: folder.name })}
                disabled={index === folders.length - 1}
                onClick={() => moveFolder(index, index + 1)}
              >
                <IconArrowDown size={20} stroke={1.8} aria-hidden />
              </ActionIcon>
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
