import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Collects what a page must never say: errors in the console, uncaught exceptions, violations of the CSP. */
export function watchPage(page: Page): { complaints: string[] } {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    // Chromium itself writes this line for every request that a stopped server does not answer.
    if (
      /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_(REFUSED|RESET|CLOSED)|EMPTY_RESPONSE|NETWORK_CHANGED)/.test(
        message.text(),
      )
    )
      return
    complaints.push(`console: ${message.text()} (${message.location().url})`)
  })
  return { complaints }
}

interface AxeWindow {
  axe: {
    run(
      root: Document,
      options: object,
    ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>
  }
}

/** Every violation of WCAG 2.2 A and AA that axe-core finds, in words. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  // Through the protocol, because the page's CSP rightly refuses a script from us.
  const protocol = await page.context().newCDPSession(page)
  await protocol.send('Runtime.evaluate', { expression: axeSource })
  await protocol.detach()
  return page.evaluate(async () => {
    const { axe } = window as unknown as AxeWindow
    const { violations } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    })
    return violations.flatMap((one) =>
      one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
    )
  })
}
