import { exportsFolder, sweepExports } from '../../engine/exports-folder.dom.ts'

/** Where an archive goes as it is made. */
export interface Sink {
  /** Takes all of it. Nothing is left when it fails or is stopped. */
  fill(archive: ReadableStream<Uint8Array>, stop: AbortSignal): Promise<void>
}

/** By then the browser has read what it was given to download (ms). */
const readBy = 60_000

type Picker = (options: { suggestedName: string; types: object[] }) => Promise<FileSystemFileHandle>

function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), readBy)
}

/** Straight into a file of the person's choice; null when he closes the dialog. */
async function picked(pick: Picker, name: string): Promise<Sink | null> {
  const types = [{ accept: { 'application/zip': ['.zip'] } }]
  const handle = await pick({ suggestedName: name, types }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') return null
    throw error
  })
  return handle && { fill: async (archive, signal) => archive.pipeTo(await handle.createWritable(), { signal }) }
}

/** Through the origin's own folder, from where the browser downloads it: an archive may be larger than memory. */
function stored(name: string): Sink {
  return {
    async fill(archive, signal) {
      await sweepExports()
      const handle = await (await exportsFolder()).getFileHandle(`${Date.now()}.zip`, { create: true })
      await archive.pipeTo(await handle.createWritable(), { signal })
      download(await handle.getFile(), name)
      setTimeout(() => void sweepExports(), readBy)
    },
  }
}

function inMemory(name: string): Sink {
  return {
    async fill(archive, signal) {
      const blob = await new Response(archive.pipeThrough(new TransformStream(), { signal })).blob()
      download(blob, name)
    },
  }
}

/** Must be asked for within a press: a dialog may open. Null: the person changed his mind. */
export async function openSink(name: string): Promise<Sink | null> {
  const { showSaveFilePicker: pick } = window as { showSaveFilePicker?: Picker }
  if (pick) return picked(pick, name)
  const streams = typeof FileSystemFileHandle !== 'undefined' && 'createWritable' in FileSystemFileHandle.prototype
  return streams ? stored(name) : inMemory(name)
}
