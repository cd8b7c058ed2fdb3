/** Takes away what index.html showed until there was something to see. */
export function endLaunch(): void {
  document.getElementById('launch')?.remove()
}
