import type { Page } from 'playwright-core'

/** What a sync took in a page. */
export interface Synced {
  readonly seconds: number
  /** The longest task of the main thread meanwhile, in ms; 0 when none reached 50. */
  readonly longestTaskMs: number
}

/** Signs in at the front door. */
export async function signInAt(page: Page, url: string, email: string, password: string): Promise<void> {
  await page.goto(url)
  await page.locator('input[type=email]').fill(email)
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
}

/** Waits until so many rows of the log are on the disk. */
export async function stored(page: Page, user: string, rows: number): Promise<void> {
  await page.evaluate(countRows, { user, rows, wake: false })
}

/** The line is there again: from the browser's word to the last row on the disk. */
export async function syncOf(page: Page, user: string, rows: number): Promise<Synced> {
  return await page.evaluate(countRows, { user, rows, wake: true })
}

async function countRows({ user, rows, wake }: { user: string; rows: number; wake: boolean }): Promise<Synced> {
  const ask = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')))
    })
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  const name = `soroka-${user}`
  while (!(await indexedDB.databases()).some((one) => one.name === name)) await pause(50)
  const db = await ask(indexedDB.open(name))
  const tasks: number[] = []
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration)
  })
  observer.observe({ type: 'longtask' })
  const began = performance.now()
  if (wake) dispatchEvent(new Event('online'))
  const end = began + 120_000
  while ((await ask(db.transaction('messages').objectStore('messages').count())) < rows) {
    if (performance.now() > end) throw new Error('the sync did not end')
    await pause(15)
  }
  const seconds = (performance.now() - began) / 1000
  await pause(1000)
  observer.disconnect()
  db.close()
  return { seconds, longestTaskMs: Math.round(Math.max(0, ...tasks)) }
}
