/** Whether this page is for a guest of one call: it needs no account, and starts nothing of one that may be here. */
export function isGuestPlace(): boolean {
  return /^\/join\/./.test(location.pathname)
}
