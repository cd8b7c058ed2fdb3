import type { Page } from 'playwright-core'

/** Frames that the screen asked for and did not get, in % of all. */
export interface Scrolled {
  readonly frames: number
  readonly latePercent: number
}

const frame = 1000 / 60

/** Scrolls the list up by the wheel for about five seconds and counts the frames. Fails when it did not move. */
export async function scrollUp(page: Page): Promise<Scrolled> {
  const protocol = await page.context().newCDPSession(page)
  await page.evaluate(() => {
    const times: number[] = []
    Object.assign(window, { times, counting: true })
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
  const times = await page.evaluate(() => {
    const counter = window as unknown as { times: number[]; counting: boolean }
    counter.counting = false
    return counter.times
  })
  await protocol.detach()
  let missed = 0
  for (let index = 1; index < times.length; index++)
    missed += Math.max(0, Math.round(((times[index] ?? 0) - (times[index - 1] ?? 0)) / frame) - 1)
  return { frames: times.length, latePercent: (100 * missed) / (times.length + missed) }
}
