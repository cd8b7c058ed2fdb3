import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../results/', import.meta.url))

/** Writes a table or a plot beside the others. */
export async function writeResult(name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(folder + name, text)
}
