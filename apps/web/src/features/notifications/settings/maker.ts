const makers: readonly (readonly [RegExp, string])[] = [
  [/\.googleapis\.com$|\.google\.com$/, 'Chrome'],
  [/\.mozilla\.com$/, 'Firefox'],
  [/\.push\.apple\.com$/, 'Safari'],
  [/\.notify\.windows\.com$/, 'Edge'],
]

/** Whose browser a device has, by the host of its push service; that host when nobody knows it; empty without one. */
export function maker(host: string | null): string {
  return makers.find(([pattern]) => pattern.test(host ?? ''))?.[1] ?? host ?? ''
}
