const keys = { news: 'soroka.sound', chat: 'soroka.sound-chat' } as const

/** `news`: of other chats; `chat`: of the open one, each peck of it. */
export type SoundName = keyof typeof keys

/** Sounds of this browser; those of the open chat have to be asked for. */
export function soundOn(name: SoundName): boolean {
  const chosen = localStorage.getItem(keys[name])
  return chosen === null ? name === 'news' : chosen === 'on'
}

export function setSound(name: SoundName, on: boolean): void {
  localStorage.setItem(keys[name], on ? 'on' : 'off')
}
