import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { film } from '../../../e2e/src/harness/film.ts'
import { callEngine } from './engine.ts'
import type { Product } from './product.ts'
import { choose, send } from './speed.ts'

const places = [15, 3, 11]

export interface Played {
  /** From the press to a frame on the screen, in ms. */
  first: number
  /** From a place in the film to another, in ms. */
  seeks: number[]
}

/** A film of so many bytes that is on the server alone, played and moved in as a person does. */
export async function measureFilm({ url, page }: Product, bytes: number): Promise<Played> {
  const path = await film('film.mp4', bytes)
  await choose(page, path)
  const { chat } = await send(page, 'video', 'video/mp4')
  await rm(dirname(path), { recursive: true })
  await callEngine(page, ['files', 'clear'], [{}])
  await page.goto(`${url}/c/${chat}`)
  while ((await page.evaluate(() => navigator.serviceWorker.controller?.state)) !== 'activated')
    await page.waitForTimeout(100)
  const tile = page.getByRole('button', { name: /^Open video/ }).last()
  await tile.waitFor()
  // The screen has drawn itself.
  await page.waitForTimeout(2000)
  const first = await tile.evaluate((button) => {
    const began = performance.now()
    ;(button as HTMLElement).click()
    return new Promise<number>((resolve) => {
      const look = () => {
        const video = document.querySelector<HTMLVideoElement>('dialog video')
        if (video === null || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) requestAnimationFrame(look)
        else resolve(performance.now() - began)
      }
      look()
    })
  })
  const seeks = await page.locator('dialog video').evaluate(async (element, to) => {
    const video = element as HTMLVideoElement
    const times: number[] = []
    for (const place of to) {
      const began = performance.now()
      const there = new Promise((done) => video.addEventListener('seeked', done, { once: true }))
      video.currentTime = place
      await there
      times.push(performance.now() - began)
    }
    return times
  }, places)
  return { first, seeks }
}
