import type { AttachmentView, MessageView } from '@soroka/client/types'
import type { ErrorCode, FileId } from '@soroka/protocol'
import { engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { setDownload } from '../../stores/downloadStore.ts'
import { act } from '../../ui/act.ts'
import { mediaAddress } from './stream/media-desk.dom.ts'

type Where = Pick<MessageView, 'chat' | 'id'>

/** Larger files go to the disk as they are opened, and are not kept on this device a second time. */
const STREAMED = 100_000_000

/** What ends the saving of a file that is on its way. */
const stops = new Map<FileId, () => void>()

/** The browser's own download: it never opens as a page of ours (S11). */
function download(url: string, name: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}

async function saveWhole({ chat, id }: Where, file: AttachmentView): Promise<void> {
  stops.set(file.id, () => void act(engine.files.stop(file.id)))
  const blob = await engine.files.read(chat, id, file.id)
  const url = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }))
  download(url, file.name)
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** False where no service worker can do it. */
async function saveStreamed({ chat, id }: Where, file: AttachmentView): Promise<boolean> {
  let ended: (code: ErrorCode | null) => void = () => undefined
  const end = new Promise<ErrorCode | null>((resolve) => (ended = resolve))
  const address = await mediaAddress({ chat, message: id, file }, true, {
    failed: ended,
    saved: (got, done) => (done ? ended(null) : setDownload(file.id, { got, total: file.size })),
  })
  if (!address) return false
  stops.set(file.id, () => ended(null))
  setDownload(file.id, { got: 0, total: file.size })
  // Links with a download go past the worker. An answer that is an attachment leaves the page where it is, and so does
  // the empty one that the worker gives when it can't.
  location.assign(address.url)
  const code = await end
  address.close()
  if (code !== null) throw new EngineError(code)
  return true
}

/** Puts a file where the person keeps downloads, however large it is. */
export async function saveFile(message: Where, file: AttachmentView): Promise<void> {
  if (stops.has(file.id)) return
  stops.set(file.id, () => undefined)
  try {
    if (file.size > STREAMED && (await saveStreamed(message, file))) return
    await saveWhole(message, file)
  } finally {
    stops.delete(file.id)
    setDownload(file.id, null)
  }
}

/** The same, and says so when it can't be done. What a person stopped needs no words. */
export function saveAndSay(message: Where, file: AttachmentView): void {
  const quiet = (error: unknown) => {
    if (!(error instanceof EngineError && error.data['stopped'] === true)) throw error
  }
  void act(saveFile(message, file).catch(quiet))
}

/** Gives up what is on its way to the disk. */
export function stopSaving(id: FileId): void {
  stops.get(id)?.()
}
