import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { listFiles } from './list-files.ts'

const br = promisify(brotliCompress)
const gz = promisify(gzip)
const text = /\.(js|css|svg|json|webmanifest|wasm|txt)$/

/** Writes .br and .gz beside each text file, where they are smaller. The page itself is not: the server puts a nonce in. */
export async function compressAll(folder: string): Promise<void> {
  for (const file of await listFiles(folder)) {
    if (!text.test(file)) continue
    const path = join(folder, file)
    const bytes = await readFile(path)
    if (bytes.length < 512 || (file.startsWith('assets/') && existsSync(`${path}.gz`))) continue
    const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
    const [small, old] = await Promise.all([br(bytes, { params }), gz(bytes, { level: 9 })])
    if (small.length < bytes.length) await writeFile(`${path}.br`, small)
    if (old.length < bytes.length) await writeFile(`${path}.gz`, old)
  }
}
