const fromRight = /[\u0590-\u08FF\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC]/

/** A name that runs from the right, or turns the direction, stays one word of the sentence around it. */
export function isolate(text: string): string {
  return fromRight.test(text) ? `\u2068${text}\u2069` : text
}
