import type { ChatView } from '@soroka/client/types'
import { downloadZip } from 'client-zip'
import i18next from 'i18next'
import { passedError } from '../../engine/errors.ts'
import { chatTitle } from '../../ui/chat-title.ts'
import { aboutMe, indexEntry } from './account-archive.ts'
import { chatEntries, type Entry, type Wish } from './chat-archive.ts'
import { beginExport, exportStore } from './export-store.ts'
import { fileName, Names } from './file-names.ts'
import { openSink } from './sink.dom.ts'

let stop = new AbortController()

export function stopExport(): void {
  stop.abort()
}

/** Counts what flows through. */
function counted(): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform(chunk, to) {
      exportStore.setState(({ bytes }) => ({ bytes: bytes + chunk.length }))
      to.enqueue(chunk)
    },
  })
}

function wishOf(chat: ChatView, files: boolean): Wish {
  return {
    chat,
    files,
    language: i18next.language,
    t: i18next.t,
    goOn: () => stop.signal.throwIfAborted(),
    count: (more) =>
      exportStore.setState((now) => ({
        messages: now.messages + (more.messages ?? 0),
        files: now.files + (more.files ?? 0),
        missing: now.missing + (more.missing ?? 0),
      })),
  }
}

async function* everything(chats: readonly ChatView[], files: boolean): AsyncGenerator<Entry> {
  const names = new Names()
  const folders: { chat: ChatView; folder: string }[] = []
  yield* aboutMe()
  for (const chat of chats) {
    const folder = `chats/${names.free(fileName(chatTitle(chat, i18next.t), 'chat'))}/`
    folders.push({ chat, folder })
    yield* chatEntries(folder, wishOf(chat, files))
  }
  yield indexEntry(folders, i18next.language, i18next.t)
}

/**
 * Writes one chat, or all, into a ZIP that the person keeps. Made on this device from what it can decrypt: the server
 * takes no part but for pages and files that are not here yet.
 */
export async function runExport(what: 'all' | ChatView, chats: readonly ChatView[], files: boolean): Promise<void> {
  const all = what === 'all'
  const title = all ? i18next.t('export:archive') : chatTitle(what, i18next.t)
  const day = new Date().toISOString().slice(0, 10)
  const sink = await openSink(fileName(`${i18next.t('app:name')} ${title} ${day}.zip`, 'soroka.zip'))
  if (sink === null) return
  stop = new AbortController()
  beginExport(
    all ? 'all' : what.id,
    chats.reduce((sum, { lastSeq }) => sum + lastSeq, 0),
  )
  try {
    const entries = all ? everything(chats, files) : chatEntries('', wishOf(what, files))
    const archive = downloadZip(entries).body
    if (archive === null) throw new Error('no archive')
    await sink.fill(archive.pipeThrough(counted()), stop.signal)
    exportStore.setState({ state: 'done' })
  } catch (error) {
    if (stop.signal.aborted) exportStore.setState({ state: 'idle' })
    else exportStore.setState({ state: 'failed', failure: passedError(error).code })
  }
}
