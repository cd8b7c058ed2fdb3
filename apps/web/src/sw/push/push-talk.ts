/** The worker asks a page to go somewhere; the page answers by the port that comes with it. */
export const OPEN = 'push.open'
export interface OpenWord {
  type: typeof OPEN
  path: string
}
