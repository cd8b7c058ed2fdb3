/** Not allowed on Windows, or a way out of the folder; control and direction marks would lie about a name. */
const unsafe = /[\p{Cc}"*/:<>?\\|\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i
/** Bytes: most file systems end at 255, and a number and folders come before it. */
const longest = 120

function cut(name: string, bytes: number): string {
  let short = name
  while (new TextEncoder().encode(short).length > bytes) short = short.slice(0, -1)
  return short.isWellFormed() ? short : short.slice(0, -1)
}

/** A name that every file system takes, close to the one that was given; its ending stays. */
export function fileName(given: string, otherwise: string): string {
  const clean = given.replaceAll(unsafe, '_').replace(/^[\s.]+|[\s.]+$/g, '')
  const dot = clean.lastIndexOf('.')
  const ending = dot > 0 && clean.length - dot <= 10 ? clean.slice(dot) : ''
  const stem = cut(ending === '' ? clean : clean.slice(0, dot), longest)
  const name = stem + ending
  if (name === '') return otherwise
  return reserved.test(name) ? `_${name}` : name
}

/** Tells names apart that a file system would take for one. */
export class Names {
  readonly #taken = new Set<string>()

  /** @returns the name, or one with a number before its ending */
  free(name: string): string {
    const dot = name.lastIndexOf('.')
    const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
    for (let n = 1; ; n++) {
      const next = n === 1 ? name : `${stem} (${n})${ending}`
      const key = next.normalize('NFC').toLowerCase()
      if (this.#taken.has(key)) continue
      this.#taken.add(key)
      return next
    }
  }
}
