import type { Device } from '../web/device/browser.ts'

/** Runs before the page's own script: notes when the first chat and the first message stand on the screen (ms after the start of the page). */
function noteFirsts(): void {
  const firsts: Record<string, number> = {}
  Object.assign(window, { firsts })
  const wanted = { list: '[role=listitem] a', message: '[data-message]' }
  const look = () => {
    for (const [name, selector] of Object.entries(wanted))
      if (firsts[name] === undefined && document.querySelector(selector)) firsts[name] = performance.now()
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** A browser that was just started opens this path of the app; there is no server. @returns ms until the first row of that kind is drawn */
export async function coldStart(
  device: Device,
  path: string,
  first: 'list' | 'message',
  slower: number,
): Promise<number> {
  const { context, page } = await device.start()
  await page.addInitScript(noteFirsts)
  const protocol = await context.newCDPSession(page)
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: slower })
  await page.goto(device.url + path)
  await page
    .locator(first === 'list' ? '[role=listitem] a' : '[data-message]')
    .first()
    .waitFor()
  const ms = await page.evaluate(
    (name) => (window as unknown as { firsts: Record<string, number> }).firsts[name],
    first,
  )
  await context.close()
  if (ms === undefined) throw new Error(`${path}: nothing was noted`)
  return ms
}
