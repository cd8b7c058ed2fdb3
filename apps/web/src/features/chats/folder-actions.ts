import type { FolderView } from '@soroka/client/types'
import i18next from 'i18next'
import { engine } from '../../engine/engine.ts'
import { chatStore } from '../../stores/chatStore.ts'
import { act } from '../../ui/act.ts'

export function newFolder(): FolderView {
  return { id: crypto.randomUUID(), name: '', include: [], exclude: ['archived'], chats: [], without: [] }
}

/** Keeps all folders in their order; the tabs change at once and are put back when it fails. */
async function save(folders: FolderView[], text?: string): Promise<boolean> {
  const before = chatStore.getState().folders
  chatStore.getState().setFolders(folders)
  const done = await act(
    engine.chats.saveFolders(folders),
    text === undefined ? {} : { text, undo: () => engine.chats.saveFolders(before) },
  )
  if (!done) chatStore.getState().setFolders(before)
  return done
}

export function saveFolder(folder: FolderView): Promise<boolean> {
  const { folders } = chatStore.getState()
  const known = folders.some(({ id }) => id === folder.id)
  return save(known ? folders.map((one) => (one.id === folder.id ? folder : one)) : [...folders, folder])
}

export function deleteFolder(id: string): void {
  const { folders } = chatStore.getState()
  const name = folders.find((folder) => folder.id === id)?.name ?? ''
  void save(
    folders.filter((folder) => folder.id !== id),
    i18next.t('chats:folder.deleted', { name }),
  )
}

export function moveFolder(from: number, to: number): void {
  const { folders } = chatStore.getState()
  const folder = folders[from]
  if (!folder || to < 0 || to >= folders.length || to === from) return
  void save(folders.toSpliced(from, 1).toSpliced(to, 0, folder))
}
