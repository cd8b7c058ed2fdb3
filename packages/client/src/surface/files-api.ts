import { chatId, type ChatId, fileId, type FileId, msgId, type MsgId, SorokaError } from '@soroka/protocol'
import type { Engine } from '../engine/engine.ts'
import { placeOf } from '../files/account-files.ts'
import { gallery } from '../files/gallery.ts'
import type { Place } from '../files/open-files.ts'
import { shownOf } from '../messages/message-views.ts'
import type { FilesApi } from '../types.ts'

/** Rows of a gallery that may be asked for at once. */
const MOST = 200

/** Files of the signed-in account; `engine` throws UNAUTHORIZED while there is none. */
export function filesApi(engine: () => Promise<Engine>): FilesApi {
  return {
    read: async (chat, message, file) => {
      const running = await engine()
      return running.files.open.read(await findFile(running, chat, message, file))
    },
    stop: async (file) => (await engine()).files.open.stop(file),
    source: async (chat, message, file) => {
      const running = await engine()
      return running.files.open.source(await findFile(running, chat, message, file))
    },
    usage: async () => (await engine()).api.files.usage(),
    stored: async (input) => (await engine()).files.keeper.stored(input),
    clear: async (input) => (await engine()).files.keeper.clear(input),
    gallery: async (chat, input) => {
      const { account, messages } = await engine()
      const asked = { ...input, limit: Math.min(input.limit, MOST) }
      return gallery(account.db, async (of, rows) => shownOf(await messages.of(of, rows)), chat, asked)
    },
  }
}

/** A file that a message names, as long as the message stands. */
async function findFile(engine: Engine, chat: ChatId, message: MsgId, file: FileId): Promise<Place> {
  if (!chatId.safeParse(chat).success || !msgId.safeParse(message).success || !fileId.safeParse(file).success)
    throw new SorokaError('BAD_REQUEST', { field: 'file' })
  const row = await engine.messages.row(chat, message)
  const content = row === undefined || row.erased === true ? null : await engine.bodies.open(row)
  if (row === undefined || content === null || (await engine.messages.about(row)).deletion !== undefined)
    throw new SorokaError('NOT_FOUND')
  for (const attachment of content.options.attachments ?? []) {
    const place = placeOf(row, attachment)
    if (attachment.file.id === file) return { ...place, file: attachment.file }
    if (attachment.preview?.file.id === file) return { ...place, file: attachment.preview.file }
  }
  throw new SorokaError('NOT_FOUND')
}
