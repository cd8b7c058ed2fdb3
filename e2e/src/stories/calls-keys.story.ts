import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures } from '../harness/album.ts'
import { answer, callBrowser, isFree, press, readyForCalls, ringing } from '../harness/call-steps.ts'
import { createGroup } from '../harness/group-steps.ts'
import { hasLiveKit, LiveKitServer } from '../harness/livekit.ts'
import { signUpAll } from '../harness/people.ts'
import { type Look, Person } from '../harness/person.ts'
import { Server } from '../harness/server.ts'
import { spoilFrameKeys } from '../harness/sfu-steps.ts'
import { everSeen, spoilFingerprints } from '../harness/wrong-keys.ts'

const browser = callBrowser()
const look: Look = { width: 'phone', language: 'en', scheme: 'dark' }
const desktop: Look = { ...look, width: 'desktop' }

// From device to device a wrong key makes no connection; through a server all comes, and nothing of it opens.
describe('E2EE wrong keys show nothing, each with each', () => inEachRole(false, spoilFingerprints))
describe.skipIf(!hasLiveKit())('E2EE wrong keys show nothing, through a server of media', () =>
  inEachRole(true, spoilFrameKeys),
)

/** `through`: a server of media; `spoil` runs before the page's own script. */
function inEachRole(through: boolean, spoil: () => void): void {
  let livekit: LiveKitServer | null = null
  let server: Server
  let anna: Person
  let boris: Person
  /** Who has the wrong keys, on whichever device. */
  let vera: Person

  beforeAll(async () => {
    if (through) livekit = await LiveKitServer.start()
    server = await Server.start(livekit?.settings)
    const looks = { Anna: desktop, Boris: look, Vera: look }
    ;[anna, boris, vera] = (await signUpAll(browser(), server, looks)) as [Person, Person, Person]
    await createGroup(anna, 'Three', ['boris', 'vera'], async () => undefined)
    await vera.page.addInitScript(spoil)
    for (const one of [anna, boris, vera]) await readyForCalls(one)
    for (const one of [boris, vera]) await one.open('Three')
  })
  afterAll(async () => {
    await server?.remove()
    await livekit?.remove()
  })
  keepFailures(() => [anna, boris, vera])

  /** Vera sees nothing, while Boris, who has the right keys, sees Anna in the very same call. */
  async function onlyBorisSees(pictures = 1): Promise<void> {
    const message = `Boris sees ${pictures}`
    await expect.poll(() => everSeen(boris.page), { message }).toMatchObject({ shown: pictures })
    const came = async () => (await everSeen(vera.page)).came
    if (through) await expect.poll(came, { timeout: 30_000, message: 'Vera gets it' }).toBeGreaterThanOrEqual(pictures)
    // Long enough for whatever would still come.
    await vera.page.waitForTimeout(2000)
    expect((await everSeen(vera.page)).shown, 'Vera sees').toBe(0)
    expect((await everSeen(boris.page)).shown, 'Boris still sees').toBe(pictures)
  }

  async function start(person: Person): Promise<void> {
    await person.button('calls.group').click()
    await person.page.getByRole('button', { name: person.say('calls.preview.start'), exact: true }).click()
  }

  test('who was there first, and is offered to', async () => {
    await start(vera)
    for (const one of [anna, boris]) {
      await ringing(one).waitFor()
      await answer(one)
    }
    await onlyBorisSees()
  })

  test('a screen', async () => {
    await press(anna, 'screen')
    await boris.page
      .getByText(boris.say('calls.shares', { name: 'Anna' }))
      .first()
      .waitFor()
    await onlyBorisSees(2)
    await press(anna, 'screen')
  })

  test('who comes back, and offers', async () => {
    await vera.page.reload()
    await vera.page.getByRole('toolbar', { name: vera.say('calls.button.bars') }).waitFor()
    await onlyBorisSees(2)
  })

  test('another device, which takes the call over', async () => {
    vera = await Person.arrive(browser(), server, 'Vera', 'vera@example.org', look)
    await vera.signIn()
    await vera.page.addInitScript(spoil)
    await readyForCalls(vera)
    await vera.open('Three')
    await vera.button('calls.over.takeHere').click()
    await onlyBorisSees(2)
    await press(vera, 'leave')
    await isFree(vera)
  })

  test('who answers', async () => {
    for (const one of [boris, anna]) await press(one, 'leave')
    for (const one of [boris, anna]) await isFree(one)
    for (const one of [boris, vera, anna]) await one.page.reload()
    await start(anna)
    for (const one of [boris, vera]) {
      await ringing(one).waitFor()
      await answer(one)
    }
    await onlyBorisSees()
  })
}
