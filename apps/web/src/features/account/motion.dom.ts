const key = 'soroka.motion'

export function motionOn(): boolean {
  return document.documentElement.dataset['motion'] !== 'off'
}

/** The same attribute that index.html sets before the first paint. */
export function setMotion(on: boolean): void {
  if (on) {
    delete document.documentElement.dataset['motion']
    localStorage.removeItem(key)
  } else {
    document.documentElement.dataset['motion'] = 'off'
    localStorage.setItem(key, 'off')
  }
}
