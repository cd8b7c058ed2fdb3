import type { Page } from 'playwright-core'

/** Frames that the screen asked for and did not get, in % of all. */
export interface Scrolled {
  readonly frames: number
  readonly latePercent: number
}

const frame = 1000 / 60

/** A list with nothing in it: what this machine's browser can do at best. */
const blank =
  '<!doctype html><meta name="viewport" content="width=device-width"><style>html,body{height:100%;margin:0}' +
  '#list{height:100%;overflow-y:auto}#list div{height:700000px;background:linear-gradient(#fff,#ecf0f0)}</style>' +
  '<div id="list"><div></div></div>'

/** Shows the blank list in the place of the page. */
export async function showBlank(page: Page): Promise<void> {
  // Nowhere that a service worker answers for.
  await page.goto('about:blank')
  await page.setContent(blank)
  await page.evaluate(() => document.getElementById('list')?.scrollTo(0, 600_000))
}

/** Scrolls the list up by the wheel for about five seconds and counts the frames. Fails when it did not move. */
export async function scrollUp(page: Page): Promise<Scrolled> {
  const protocol = await page.context().newCDPSession(page)
  await page.evaluate(() => {
    const times: number[] = []
    Object.assign(window, { times, counting: true, moved: false })
    const notice = () => Object.assign(window, { moved: true })
    addEventListener('scroll', notice, { capture: true, once: true })
    const tick = (now: number) => {
      times.push(now)
      if ((window as unknown as { counting: boolean }).counting) requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  })
  for (let turn = 0; turn < 3; turn++)
    await protocol.send('Input.synthesizeScrollGesture', {
      x: 195,
      y: 300,
      yDistance: 4000,
      speed: 2400,
      // Chromium's made-up finger moves nothing in a browser without a screen.
      gestureSourceType: 'mouse',
      preventFling: true,
    })
  const { times, moved } = await page.evaluate(() => {
    const counter = window as unknown as { times: number[]; counting: boolean; moved: boolean }
    counter.counting = false
    return { times: counter.times, moved: counter.moved }
  })
  await protocol.detach()
  if (!moved) throw new Error('the list did not move')
  let missed = 0
  for (let index = 1; index < times.length; index++)
    missed += Math.max(0, Math.round(((times[index] ?? 0) - (times[index - 1] ?? 0)) / frame) - 1)
  return { frames: times.length, latePercent: (100 * missed) / (times.length + missed) }
}

/** The round in which others left this machine alone: where the blank list missed least. */
export function quietest<Round extends { blank: Scrolled }>(rounds: readonly Round[]): Round {
  const [best] = rounds.toSorted((a, b) => a.blank.latePercent - b.blank.latePercent)
  if (best === undefined) throw new Error('no round')
  return best
}
