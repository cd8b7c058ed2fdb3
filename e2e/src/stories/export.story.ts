import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { oneBrowser } from '../harness/chromium.ts'
import { chooseFiles, photoWithPlace, save, sendChosen } from '../harness/file-steps.ts'
import type { Look, Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { meet } from '../harness/two-people.ts'

const phone: Look = { width: 'phone', language: 'ru', scheme: 'light' }
const desktop: Look = { width: 'desktop', language: 'en', scheme: 'dark' }
const hostile = '<img src=x onerror="document.title=1"> & «кавычки»'

const browser = oneBrowser()

describe('what one has is taken along', () => {
  let server: Server
  let anna: Person
  let boris: Person
  let folder: string

  beforeAll(async () => {
    server = await Server.start()
    ;[anna, boris] = await meet(browser(), server, phone, 'Here is the plan', desktop)
    await boris.write(hostile)
    await chooseFiles(boris, [await photoWithPlace(boris.page, 'lake.jpg')])
    await sendChosen(boris, 'The lake')
    await anna.sees('The lake')
    // The dialog of the system can't be told from here: the browser downloads instead, as Firefox and Safari do.
    for (const { page } of [anna, boris])
      await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'))
    folder = await mkdtemp(path.join(tmpdir(), 'soroka-export-'))
  })
  afterAll(async () => {
    await server?.remove()
    if (folder) await rm(folder, { recursive: true })
  })
  keepFailures(() => [anna, boris])

  /** Writes the archive to the disk as a person unpacks it. */
  async function unpack(zip: Buffer, name: string): Promise<Record<string, Uint8Array>> {
    const files = unzipSync(zip)
    for (const [at, bytes] of Object.entries(files)) {
      const place = path.join(folder, name, at)
      await mkdir(path.dirname(place), { recursive: true })
      await writeFile(place, bytes)
    }
    return files
  }

  test('a chat becomes pages to read, JSON and files; what was written stays words', async () => {
    await anna.page.goto(`${anna.page.url()}/info`)
    await anna.button('people.part.export').click()
    await anna.button('export.start').waitFor()
    expect(await accessibilityViolations(anna.page)).toEqual([])
    await picture(anna.page, 'phone-light-export')
    const files = await unpack(await save(anna, () => anna.button('export.start').click()), 'chat')
    await anna.page.getByText(/^Готово\./).waitFor()
    expect(Object.keys(files).sort()).toEqual(['files/lake.jpg', 'messages.html', 'messages.json'])
    const json = JSON.parse(strFromU8(files['messages.json'] ?? new Uint8Array())) as {
      text: string
      sender: { name: string }
    }[]
    expect(json.map(({ text }) => text)).toEqual(['Here is the plan', hostile, 'The lake'])
    expect(json[0]?.sender.name).toBe('Boris')

    const page = await anna.page.context().newPage()
    await page.goto(`file://${folder}/chat/messages.html`)
    await page.getByText('<img src=x').waitFor()
    await page.waitForFunction(() => [...document.images].every(({ naturalWidth }) => naturalWidth > 0))
    expect(await page.locator('img').count()).toBe(1)
    await picture(page, 'phone-light-exported-chat')
    await page.close()
  })

  test('everything is one archive with an index; nothing of it stays behind', async () => {
    await boris.page.goto(`${server.url}/settings/storage`)
    await boris.button('export.start').scrollIntoViewIfNeeded()
    await picture(boris.page, 'desktop-dark-export')
    const files = await unpack(await save(boris, () => boris.button('export.start').click()), 'all')
    expect(Object.keys(files).sort()).toEqual([
      'chats/Anna/files/lake.jpg',
      'chats/Anna/messages.html',
      'chats/Anna/messages.json',
      'contacts.json',
      'index.html',
      'profile.json',
    ])
    expect(strFromU8(files['profile.json'] ?? new Uint8Array())).toContain('boris@example.org')
    const page = await boris.page.context().newPage()
    await page.goto(`file://${folder}/all/index.html`)
    await page.getByRole('link', { name: 'Anna' }).click()
    await page.getByText('The lake').waitFor()
    await page.close()

    const left = () =>
      boris.page.evaluate(async () => {
        const names: string[] = []
        for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name)
        return names
      })
    expect(await left()).toContain('exports')
    await boris.button('account.signOut.action').click()
    await boris.page
      .getByRole('dialog')
      .getByRole('button', { name: boris.say('account.signOut.confirm'), exact: true })
      .click()
    await boris.field('auth.password').waitFor()
    await expect.poll(left).not.toContain('exports')
    expect(boris.complaints).toEqual([])
  })
})
