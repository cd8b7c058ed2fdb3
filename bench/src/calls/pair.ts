import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { isFree, press, readyForCalls, ringing } from '../../../e2e/src/harness/call-steps.ts'
import type { Person } from '../../../e2e/src/harness/person.ts'

/** Presses Answer in the page. @returns ms from there to the first frame of the other one on the screen */
function answerAndSee(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] }
    const button = document.querySelector<HTMLElement>('[role=alertdialog] [data-kind=answer]')
    if (button === null) throw new Error('nothing to answer')
    const began = performance.now()
    button.click()
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    for (;;) {
      const theirs = new Set(connections.flatMap((one) => one.getReceivers().map(({ track }) => track.id)))
      const shown = [...document.querySelectorAll('video')].find(({ srcObject }) =>
        (srcObject as MediaStream | null)?.getVideoTracks().some(({ id }) => theirs.has(id)),
      )
      if (shown) {
        await new Promise((resolve) => shown.requestVideoFrameCallback(resolve))
        return performance.now() - began
      }
      if (performance.now() - began > 30_000) throw new Error('no picture came')
      await nextFrame()
    }
  })
}

/** The server lets a person ring the same people eight times a minute. */
const between = 7700
/** What was begun for a call is done (ms). */
const settling = 500
/** In its first second a ring takes no answer that may be a key meant for something else. */
const unanswerable = 1100

export interface Called {
  /** From the answer to the first frame, ms of each call. */
  readonly times: number[]
  /** What `used` grew by from the ring to the first frame, and by the end of the call: a mean, in CPU-seconds. */
  readonly setUp: number
  readonly whole: number
}

/**
 * They call each other in turn, with cameras. `used`: CPU-seconds of the server so far, without what it does when nobody
 * calls.
 */
export async function measureCalls(
  both: readonly [Person, Person],
  rounds: number,
  used: () => Promise<number> = () => Promise.resolve(0),
): Promise<Called> {
  for (const person of both) await readyForCalls(person)
  const times: number[] = []
  let [setUp, whole] = [0, 0]
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    const [caller, callee] = round % 2 === 0 ? both : both.toReversed()
    if (!caller || !callee) throw new Error('nobody')
    const before = await used()
    await caller.button('calls.video').click()
    await ringing(callee).waitFor()
    await pause(unanswerable)
    times.push(await answerAndSee(callee.page))
    await pause(settling)
    setUp += (await used()) - before
    await press(caller, 'end')
    for (const person of both) await isFree(person)
    await pause(Math.max(settling, began + between / 2 - performance.now()))
    whole += (await used()) - before
  }
  return { times, setUp: setUp / rounds, whole: whole / rounds }
}
