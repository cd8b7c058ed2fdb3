/** Where the share sheet posts to, and where the page waits that asks for a chat. */
export const SHARE_PATH = '/share'
export const SHARE_CACHE = 'soroka-share'

/** What was shared, as the worker keeps it for the page; the files stand beside it by their number. */
export interface SharedFacts {
  at: number
  text: string
  files: { name: string; type: string }[]
}
