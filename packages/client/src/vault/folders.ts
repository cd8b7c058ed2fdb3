import { chatId, SorokaError } from '@soroka/protocol'
import * as z from 'zod/mini'
import type { FolderView } from '../types.ts'
import type { AccountVault } from './account-vault.ts'

export const FOLDERS = 'folders'
const MOST = 30

const folder = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(64)),
  name: z.string().check(z.maxLength(64)),
  include: z.array(z.enum(['direct', 'groups', 'contacts', 'strangers', 'unread'])),
  exclude: z.array(z.enum(['muted', 'read', 'archived'])),
  chats: z.array(chatId).check(z.maxLength(300)),
  without: z.array(chatId).check(z.maxLength(300)),
})
const entry = z.looseObject({ folders: z.array(folder) })

/** In their order. */
export async function readFolders(vault: AccountVault): Promise<FolderView[]> {
  return (await vault.read(FOLDERS, entry))?.folders ?? []
}

/** All of them, in their new order. */
export async function writeFolders(vault: AccountVault, folders: readonly FolderView[]): Promise<void> {
  const parsed = z.array(folder).check(z.maxLength(MOST)).safeParse(folders)
  if (!parsed.success) throw new SorokaError('BAD_REQUEST', { field: 'folders' })
  await vault.update(FOLDERS, entry, (old) => ({ ...old, folders: parsed.data }))
}
