import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { laterSecrets, loadSecrets, makeSecrets, openDataFolder, Secrets } from './index.ts'

let root: string
let folder: string

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'soroka-data-'))
  folder = path.join(root, 'data')
})
afterEach(async () => {
  await rm(root, { recursive: true, force: true })
})

const mode = async (file: string) => ((await stat(file)).mode & 0o777).toString(8)

async function holdInAnotherProcess(): Promise<ChildProcess> {
  const fixture = fileURLToPath(new URL('hold-folder.fixture.ts', import.meta.url))
  const child = spawn(process.execPath, [fixture, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  if (!child.stdout) throw new Error('no output to wait for')
  await once(child.stdout, 'data')
  return child
}

test('S17 the folder and its secrets are made with modes that shut others out', async () => {
  const data = await openDataFolder(folder)
  await loadSecrets(data.path, Secrets, () => makeSecrets('set-up'))
  expect(await mode(folder)).toBe(process.getuid?.() === 0 ? '711' : '700')
  expect(await mode(path.join(folder, 'secrets.json'))).toBe('600')
  expect(await mode(await data.subfolder('files'))).toBe('700')
  data.close()
})

test('S17 secrets are random, and the second start uses those of the first', async () => {
  const data = await openDataFolder(folder)
  const first = await loadSecrets(folder, Secrets, () => makeSecrets('set-up'))
  const second = await loadSecrets(folder, Secrets, () => {
    throw new Error('made twice')
  })
  expect(second).toEqual(first)
  expect(new Set(Object.values(first)).size).toBe(5)
  expect(makeSecrets('set-up').jwtKey).not.toBe(first.jwtKey)
  expect((await readdir(folder)).filter((name) => name.startsWith('secrets'))).toEqual(['secrets.json'])
  data.close()
})

test('S17 a folder of an older version gets the secrets that came later, and keeps its own', async () => {
  const data = await openDataFolder(folder)
  const { vapidKey, ...old } = makeSecrets('set-up')
  const file = path.join(folder, 'secrets.json')
  await writeFile(file, JSON.stringify(old))
  const never = () => {
    throw new Error('made anew')
  }
  const grown = await loadSecrets(folder, Secrets, never, laterSecrets)
  expect(grown).toMatchObject(old)
  expect(grown.vapidKey).not.toBe(vapidKey)
  expect(await loadSecrets(folder, Secrets, never)).toEqual(grown)
  expect(await mode(file)).toBe('600')
  const { jwtKey: _, ...broken } = grown
  await writeFile(file, JSON.stringify(broken))
  await expect(loadSecrets(folder, Secrets, never, laterSecrets)).rejects.toMatchObject({ code: 'SECRETS_BROKEN' })
  data.close()
})

test.each([
  ['not JSON', 'garbage'],
  ['empty', ''],
  ['a short key', JSON.stringify({ ...makeSecrets('set-up'), jwtKey: 'c2hvcnQ' })],
])('a damaged secrets file (%s) is refused with a code and left alone', async (_name, text) => {
  const data = await openDataFolder(folder)
  await writeFile(path.join(folder, 'secrets.json'), text)
  const loading = loadSecrets(folder, Secrets, () => makeSecrets('set-up'))
  await expect(loading).rejects.toMatchObject({ code: 'SECRETS_BROKEN' })
  await expect(loading).rejects.not.toThrow('c2hvcnQ')
  expect(await readFile(path.join(folder, 'secrets.json'), 'utf8')).toBe(text)
  data.close()
})

test('a second process on the folder is refused, and the folder is free again after kill -9', async () => {
  for (let round = 0; round < 3; round++) {
    const child = await holdInAnotherProcess()
    await expect(openDataFolder(folder)).rejects.toMatchObject({
      code: 'DATA_IN_USE',
      message: expect.stringContaining(`process ${child.pid}`),
    })
    child.kill('SIGKILL')
    await once(child, 'exit')
    const data = await openDataFolder(folder)
    await expect(openDataFolder(folder)).rejects.toMatchObject({ code: 'DATA_IN_USE' })
    data.close()
  }
})
