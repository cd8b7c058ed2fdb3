const shape = /^[a-z][a-z0-9_]{2,31}$/

/** The address by which anybody finds a person of this server. */
export function personLink(nickname: string): string {
  return `${location.origin}/@${nickname}`
}

/** The nickname in a link to a person, or in `@nickname`; null for anything else. */
export function nicknameIn(link: string): string | null {
  const nickname = /(?:^|^https?:\/\/[^/?#]+\/)(?:@|%40)([^/?#]+)\/?$/i.exec(link.trim())?.[1]?.toLowerCase()
  return nickname !== undefined && shape.test(nickname) ? nickname : null
}
