const name = 'exports'

/** Where archives lie in this origin until the browser has downloaded them, open to read. */
export async function exportsFolder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true })
}

/** Removes what lies there: after a download, after a start, with the end of a session. */
export async function sweepExports(): Promise<void> {
  try {
    const root = await navigator.storage.getDirectory()
    await root.removeEntry(name, { recursive: true })
  } catch {
    // There is none, or this browser has no such folder.
  }
}
