import { UnstyledButton } from '@mantine/core'
import type { FolderView } from '@soroka/client/types'
import { IconAdjustmentsHorizontal, IconTrash } from '@tabler/icons-react'
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { prefsStore } from '../../stores/prefsStore.ts'
import { openMenu } from '../../ui/layer-store.ts'
import { CountBadge } from './CountBadge.tsx'
import chips from '../../ui/Chips.module.css'
import css from './FolderTabs.module.css'
import { deleteFolder } from './folder-actions.ts'
import { openFolders } from '../../stores/sheetStore.ts'
import { useFolder } from './use-list.ts'
import { useFolderUnread, useUnreadTotal } from './use-unread-total.ts'

function choose(id: string | null): void {
  prefsStore.getState().setFolder(id)
}

interface TabProps {
  name: string
  count: number
  chosen: boolean
  onChoose(): void
  onMenu?(event: MouseEvent<HTMLElement>): void
}

function Tab({ name, count, chosen, onChoose, onMenu }: TabProps) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (chosen) button.current?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
  }, [chosen])
  return (
    <UnstyledButton
      ref={button}
      role="tab"
      className={chips.chip}
      aria-selected={chosen}
      tabIndex={chosen ? 0 : -1}
      onClick={onChoose}
      onContextMenu={onMenu}
    >
      <bdi className={chips.name}>{name}</bdi>
      <CountBadge count={count} place="tab" />
    </UnstyledButton>
  )
}

function FolderTab({ folder, chosen }: { folder: FolderView; chosen: boolean }) {
  const t = useText()
  const count = useFolderUnread(folder)
  return (
    <Tab
      name={folder.name}
      count={count}
      chosen={chosen}
      onChoose={() => choose(folder.id)}
      onMenu={(event) => {
        event.preventDefault()
        const box = event.currentTarget.getBoundingClientRect()
        openMenu({
          x: event.clientX || box.left,
          y: event.clientY || box.bottom,
          label: folder.name,
          items: [
            {
              label: t('chats:folder.edit'),
              icon: <IconAdjustmentsHorizontal size={20} stroke={1.8} />,
              run: () => openFolders({ id: folder.id }),
            },
            {
              label: t('chats:folder.delete'),
              icon: <IconTrash size={20} stroke={1.8} />,
              danger: true,
              run: () => deleteFolder(folder.id),
            },
          ],
        })
      }}
    />
  )
}

/** Tabs above the list: all chats, then folders; arrows walk over them, Ctrl 1…9 chooses one from anywhere. */
export function FolderTabs() {
  const t = useText()
  const folders = useChats((state) => state.folders)
  const chosen = useFolder()?.id ?? null
  const all = useUnreadTotal()
  if (folders.length === 0) return null
  const ids = [null, ...folders.map((folder) => folder.id)]
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const at = ids.indexOf(chosen)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: ids.length - 1 }[event.key]
    const next = to === undefined ? undefined : ids[(to + ids.length) % ids.length]
    if (next === undefined) return
    event.preventDefault()
    choose(next)
    const tabs = event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')
    tabs[ids.indexOf(next)]?.focus()
  }
  return (
    <div className={css.bar}>
      <div
        role="tablist"
        tabIndex={-1}
        aria-label={t('chats:folder.title')}
        className={chips.row}
        onKeyDown={onKeyDown}
      >
        <Tab name={t('chats:folder.all')} count={all} chosen={chosen === null} onChoose={() => choose(null)} />
        {folders.map((folder) => (
          <FolderTab key={folder.id} folder={folder} chosen={folder.id === chosen} />
        ))}
      </div>
      <UnstyledButton className={css.edit} aria-label={t('chats:folder.manage')} onClick={() => openFolders()}>
        <IconAdjustmentsHorizontal size={19} stroke={1.8} aria-hidden />
      </UnstyledButton>
    </div>
  )
}
