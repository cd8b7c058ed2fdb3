/** Puts a symbol where the caret is and moves the caret behind it. @returns the new text. */
export function insertAtCaret(field: HTMLTextAreaElement, text: string, symbol: string): string {
  const start = field.selectionStart
  const end = field.selectionEnd
  const caret = start + symbol.length
  requestAnimationFrame(() => field.setSelectionRange(caret, caret))
  return text.slice(0, start) + symbol + text.slice(end)
}
