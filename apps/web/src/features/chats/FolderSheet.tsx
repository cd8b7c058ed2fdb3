import { Button } from '@mantine/core'
import type { ChatId } from '@soroka/protocol'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { chatStore } from '../../stores/chatStore.ts'
import { Sheet } from '../../ui/Sheet.tsx'
import { newFolder } from './folder-actions.ts'
import { FolderForm } from './FolderForm.tsx'
import { FolderOrder } from './FolderOrder.tsx'
import { closeSheet } from '../../stores/sheetStore.ts'

interface Props {
  /** A folder; null: a new one; undefined: all of them. */
  id: string | null | undefined
  /** Chats that a new folder begins with. */
  chats: ChatId[]
}

/** All folders in their order, and one of them. */
export default function FolderSheet({ id: first, chats }: Props) {
  const t = useText()
  const [id, setId] = useState(first)
  const leave = () => (first === undefined ? setId(undefined) : closeSheet())
  if (id === undefined)
    return (
      <Sheet
        title={t('chats:folder.title')}
        onClose={closeSheet}
        footer={<Button onClick={() => setId(null)}>{t('chats:folder.new')}</Button>}
      >
        <FolderOrder onOpen={setId} />
      </Sheet>
    )
  const folder = chatStore.getState().folders.find((one) => one.id === id) ?? { ...newFolder(), chats }
  return (
    <FolderForm
      key={folder.id}
      folder={folder}
      fresh={id === null}
      onBack={first === undefined ? leave : undefined}
      onDone={leave}
    />
  )
}
