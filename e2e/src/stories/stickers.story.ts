import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { oneBrowser } from '../harness/chromium.ts'
import { phoneByNight } from '../harness/looks.ts'
import { Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { meet } from '../harness/two-people.ts'
import { blinkingGif, drawing, feed, loaded, openPanel, stickerDrawn } from '../harness/sticker-steps.ts'

const words = {
  ru: { hello: 'Привет, это Борис', pack: 'Апельсины', renamed: 'Мандарины', found: 'спокойной' },
  en: { hello: 'Hello, Boris here', pack: 'Oranges', renamed: 'Tangerines', found: 'good night' },
}

const browser = oneBrowser()

describe.each(phoneByNight)('stickers and GIFs: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  const prefix = `${look.width}-${look.scheme}`
  const said = words[look.language]

  beforeAll(async () => {
    server = await Server.start()
    ;[anna, boris] = await meet(browser(), server, look, said.hello)
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(() => [anna, boris])

  const send = (emoji: string, who: Person) => ({ name: who.say('stickers.send', { emoji }) })

  test('a sticker of ours is found by a word, sent, and drawn on the other side; a press shows its pack', async () => {
    const panel = await openPanel(anna, 'stickers')
    await panel.getByRole('button', send('👋', anna)).first().waitFor()
    await anna.page.waitForTimeout(400) // colours come slowly
    expect(await accessibilityViolations(anna.page), 'panel').toEqual([])
    await picture(anna.page, `${prefix}-sticker-panel`)
    await panel.getByLabel(anna.say('stickers.search')).fill(said.found)
    await panel.getByRole('button', send('🌙', anna)).click()
    await stickerDrawn(anna, '🌙')
    const bubble = await stickerDrawn(boris, '🌙')
    await bubble.click()
    const sheet = boris.page.getByRole('dialog', { name: boris.say('stickers.own') })
    await sheet.getByRole('button', send('😂', boris)).click()
    await stickerDrawn(anna, '😂')
    await picture(anna.page, `${prefix}-stickers`)
  })

  test('the keyboard opens the panel, walks over the stickers and sends one', async () => {
    if (look.width === 'phone') return
    const panel = await openPanel(anna, 'stickers')
    await panel.getByRole('button', send('👋', anna)).first().focus()
    await anna.page.keyboard.press('ArrowRight')
    await anna.page.keyboard.press('ArrowLeft')
    await anna.page.keyboard.press('Enter')
    await stickerDrawn(boris, '👋')
    await openPanel(anna, 'stickers')
    await anna.page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
  })

  test('a pack made of a picture is sent by sticker and as a whole; the other takes it and answers with it', async () => {
    const panel = await openPanel(anna, 'stickers')
    await panel.getByRole('button', { name: anna.say('stickers.make') }).click()
    const editor = anna.page.getByRole('dialog', { name: anna.say('stickers.newPack') })
    await editor.getByLabel(anna.say('stickers.packName')).fill(said.pack)
    const chooser = anna.page.waitForEvent('filechooser')
    await editor.getByRole('button', { name: anna.say('stickers.choosePictures') }).click()
    await (await chooser).setFiles([await drawing(anna, 'orange.png')])
    await editor.getByRole('button', { name: anna.say('stickers.emojiOf', { number: 1, emoji: '🙂' }) }).click()
    await anna.page
      .getByRole('dialog', { name: anna.say('stickers.chooseEmoji') })
      .getByText('🍉')
      .click()
    await anna.page.waitForTimeout(400)
    expect(await accessibilityViolations(anna.page), 'editor').toEqual([])
    await picture(anna.page, `${prefix}-pack-editor`)
    await editor.getByRole('button', { name: anna.say('stickers.makeCount_one', { count: 1 }) }).click()
    await editor.waitFor({ state: 'detached' })

    await openPanel(anna, 'stickers')
    await panel.getByRole('button', send('🍉', anna)).first().click()
    await stickerDrawn(anna, '🍉')
    await stickerDrawn(boris, '🍉')
    await openPanel(anna, 'stickers')
    await panel.getByRole('button', { name: anna.say('stickers.packMenu', { name: said.pack }) }).click()
    await anna.page.getByRole('menuitem', { name: anna.say('stickers.share') }).click()
    const card = feed(boris).getByRole('button', { name: new RegExp(said.pack) })
    await card.waitFor()
    await picture(boris.page, `${prefix}-pack-card`)
    await card.click()
    await boris.page.getByRole('button', { name: boris.say('stickers.addPack') }).click()
    await boris.page.getByRole('dialog').waitFor({ state: 'detached' })
    const his = await openPanel(boris, 'stickers')
    await his.getByRole('button', send('🍉', boris)).first().click()
    await anna.page.waitForTimeout(300)
    await stickerDrawn(anna, '🍉')

    // What he took he may call as he likes.
    await openPanel(boris, 'stickers')
    await his.getByRole('button', { name: boris.say('stickers.packMenu', { name: said.pack }) }).click()
    await boris.page.getByRole('menuitem', { name: boris.say('stickers.rename') }).click()
    const rename = boris.page.getByRole('dialog', { name: boris.say('stickers.rename') })
    await rename.getByLabel(boris.say('stickers.packName')).fill(said.renamed)
    await picture(boris.page, `${prefix}-pack-rename`)
    await rename.getByRole('button', { name: boris.say('stickers.saveName') }).click()
    await rename.waitFor({ state: 'detached' })
    await openPanel(boris, 'stickers')
    await his.getByRole('heading', { name: said.renamed }).waitFor()
    await boris.page.keyboard.press('Escape')
  })

  test('favourites and recent stickers are there after a reload', async () => {
    let panel = await openPanel(anna, 'stickers')
    await panel.getByRole('button', send('☕', anna)).first().click({ button: 'right' })
    await anna.page.getByRole('menuitem', { name: anna.say('stickers.favourite') }).click()
    await panel.getByRole('region', { name: anna.say('stickers.sections.favourites') }).waitFor()
    await anna.page.reload()
    await anna.field('messages.field').waitFor()
    panel = await openPanel(anna, 'stickers')
    const section = (name: string) => panel.getByRole('region', { name: anna.say(`stickers.sections.${name}`) })
    await section('favourites').getByRole('button', send('☕', anna)).waitFor()
    const recent = section('recent').getByRole('button')
    expect(await recent.first().getAttribute('aria-label')).toBe(anna.say('stickers.send', { emoji: '🍉' }))
    await loaded(anna, recent.first().locator('img'))
  })

  test('a GIF is sent, saved by the other and sent again; no search is offered where the server has none', async () => {
    const panel = await openPanel(anna, 'gifs')
    const chooser = anna.page.waitForEvent('filechooser')
    await panel.getByRole('button', { name: anna.say('stickers.gifs.upload') }).click()
    await (await chooser).setFiles([blinkingGif()])
    const tile = (who: Person) => feed(who).getByRole('button', { name: who.say('stickers.gifs.play') })
    // Who wants less motion sees it stand, with a sign to play it.
    await tile(boris).waitFor()
    await tile(boris).click()
    const playing = feed(boris).getByRole('button', { name: boris.say('stickers.gifs.pause') })
    await loaded(boris, playing.locator('img').last())
    await playing.locator('xpath=ancestor::*[@data-message]').first().focus()
    await boris.page.keyboard.press('Enter')
    await boris.page.getByRole('menuitem', { name: boris.say('stickers.gifs.save') }).click()
    const his = await openPanel(boris, 'gifs')
    expect(await his.getByLabel(boris.say('stickers.gifs.search')).count()).toBe(0)
    const saved = his.getByRole('button', { name: boris.say('stickers.gifs.send') })
    await saved.waitFor()
    await boris.page.waitForTimeout(400)
    expect(await accessibilityViolations(boris.page), 'GIF panel').toEqual([])
    await picture(boris.page, `${prefix}-gif-panel`)
    await saved.click()
    await tile(anna).nth(1).waitFor()
  })

  test('nothing complained on the way', () => {
    for (const person of [anna, boris]) expect(person.complaints, person.name).toEqual([])
  })
})
