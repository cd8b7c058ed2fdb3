/**
 * Puts text into a field as if it had been typed, in the place of what is selected or of a range, with the caret
 * behind it. At once: whoever types on meanwhile would find the caret elsewhere.
 */
export function typeInto(
  field: HTMLTextAreaElement,
  text: string,
  start = field.selectionStart,
  end = field.selectionEnd,
): void {
  field.setRangeText(text, start, end, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
