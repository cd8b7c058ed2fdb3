/** A sentence whose parts between two NUL characters are bold: one translation, no markup in it. */
export function Marked({ text }: { text: string }) {
  return text.split('\u0000').map((part, index) => (index % 2 === 1 ? <b key={part}>{part}</b> : part))
}
