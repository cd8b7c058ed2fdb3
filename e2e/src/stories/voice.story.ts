import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { fakeDevices, oneBrowser } from '../harness/chromium.ts'
import { phoneByNight } from '../harness/looks.ts'
import { Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'
import { meet } from '../harness/two-people.ts'
import { hold, plays, recordLikeSafari, voice, voices } from '../harness/voice-steps.ts'

const browser = oneBrowser(fakeDevices())

describe.each(phoneByNight)('voices and faces: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  const prefix = `${look.width}-${look.scheme}`
  const recording = (person: Person) => person.page.getByRole('group', { name: person.say('voice.recording.voice') })

  beforeAll(async () => {
    server = await Server.start()
    ;[anna, boris] = await meet(browser(), server, look, '1')
    // From the list, so that the way back leads there.
    await anna.page.goto(server.url)
    await anna.open('Boris')
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(() => [anna, boris])

  test('a slide to the left throws the recording away', async () => {
    await hold(anna, anna.button('voice.record.voice'), 1500, { x: -200 })
    await recording(anna).waitFor({ state: 'detached' })
    await voices(anna, 0)
  })

  test('held and let go, it is sent and heard on the other side; the mark goes', async () => {
    await hold(anna, anna.button('voice.record.voice'), 3000)
    await voice(boris, 'new').waitFor()
    expect(await accessibilityViolations(boris.page), 'unheard voice').toEqual([])
    await voice(boris, 'new').click()
    await plays(boris)
    await picture(boris.page, `${prefix}-voice`)
    await voice(boris, 'heard').waitFor()
    expect(await accessibilityViolations(boris.page), 'playing voice').toEqual([])
  })

  test('a slide up locks it: paused, heard, gone on with, sent', async () => {
    await hold(anna, anna.button('voice.record.voice'), 1200, { y: -120 })
    await anna.button('voice.pause.voice').click()
    await anna.button('voice.listen').click()
    await anna.button('voice.stop').waitFor()
    await picture(anna.page, `${prefix}-recorded`)
    expect(await accessibilityViolations(anna.page), 'before sending').toEqual([])
    await anna.button('voice.resume').click()
    await anna.page.waitForTimeout(1200)
    await anna.button('voice.send.voice').click()
    await voice(boris, 'new').waitFor()
    await voices(boris, 2)
  })

  test('the keyboard records too, and Escape takes it back; what is not sent waits in its chat', async () => {
    await anna.button('voice.record.voice').focus()
    await anna.page.keyboard.press('Enter')
    await anna.button('voice.pause.voice').waitFor()
    await anna.page.keyboard.press('Escape')
    await recording(anna).waitFor({ state: 'detached' })
    await anna.button('voice.record.voice').focus()
    await anna.page.keyboard.press('Space')
    await anna.button('voice.pause.voice').waitFor()
    await anna.page.waitForTimeout(1500)
    await anna.page.goBack()
    await anna.page.getByText(anna.say('voice.kept.voice')).waitFor()
    await anna.open('Boris')
    await anna.button('voice.listen').waitFor()
    await anna.button('voice.send.voice').click()
    await voices(boris, 3)
  })

  test('one follows the other, and goes on beside the list of chats', async () => {
    const unheard = () =>
      boris.page.getByRole('button', { name: boris.say('media.play', { name: boris.say('voice.unheard') }) })
    expect(await unheard().count()).toBe(2)
    await unheard().first().click()
    await boris.page.goBack()
    // The chat that slides away has the bar for as long as it is seen.
    const bar = boris.page.getByRole('region', { name: boris.say('voice.bar.label') })
    await expect.poll(() => bar.count()).toBe(1)
    await bar.waitFor()
    await picture(boris.page, `${prefix}-player`)
    await boris.open('Anna')
    await voices(boris, 3)
    expect(await unheard().count(), 'the second waits for the first').toBeGreaterThan(0)
    for (let tries = 0; tries < 150 && (await unheard().count()) > 0; tries++) await boris.page.waitForTimeout(100)
    expect(await unheard().count()).toBe(0)
  })

  test('what was heard stays heard after a reload, and sounds without a network', async () => {
    await boris.installed()
    await boris.offline(true)
    await boris.page.reload()
    await voice(boris, 'heard', 'oldest').click()
    await plays(boris)
    await boris.offline(false)
  })

  test('what was said without a network goes out when it is back; as Safari records it, too', async () => {
    await recordLikeSafari(boris)
    await boris.offline(true)
    await hold(boris, boris.button('voice.record.voice'), 2500)
    await voices(boris, 4)
    await boris.offline(false)
    await voice(anna, 'new').click()
    await plays(anna)
    await anna.button('voice.bar.close').click()
  })

  test('a face in a circle is sent, moves without a sound, and speaks at a press', async () => {
    const stage = anna.page.getByRole('group', { name: anna.say('voice.recording.round') })
    if (look.width === 'phone') {
      await anna.button('voice.record.voice').tap()
      await hold(anna, anna.button('voice.record.round'), 2500, { y: -120 })
    } else {
      await anna.button('voice.record.voice').click({ button: 'right' })
      await anna.page.getByRole('menuitem', { name: anna.say('voice.name.round') }).click()
      await anna.page.waitForTimeout(2500)
    }
    await stage.waitFor()
    await anna.page.waitForTimeout(400) // the circle grows
    await picture(anna.page, `${prefix}-round-recording`)
    expect(await accessibilityViolations(anna.page), 'recording a face').toEqual([])
    await anna.button('voice.send.round').click()
    const unseen = boris.page.getByRole('button', { name: new RegExp(`^${boris.say('voice.unseen', { time: '' })}`) })
    await unseen.waitFor()
    await unseen.click()
    await boris.button('voice.stop').waitFor()
    const video = boris.page.locator('video')
    const state = () =>
      video.evaluate((one: HTMLVideoElement) => ({ at: one.currentTime, muted: one.muted, width: one.videoWidth }))
    for (let tries = 0; tries < 50 && (await state()).at < 0.5; tries++) await boris.page.waitForTimeout(100)
    expect(await state()).toMatchObject({ muted: false, width: 480 })
    await picture(boris.page, `${prefix}-round`)
    expect(await accessibilityViolations(boris.page), 'a face').toEqual([])
  })

  test('nothing complained on the way', () => {
    for (const person of [anna, boris]) expect(person.complaints, person.name).toEqual([])
  })
})
