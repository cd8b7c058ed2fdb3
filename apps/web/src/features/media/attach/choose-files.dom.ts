/** What the gallery of a phone offers first. */
export const picturesAndFilms = 'image/*,video/*'

/** The system's own chooser. @returns what was chosen; empty when it was closed */
export function chooseFiles(accept?: string): Promise<File[]> {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  if (accept !== undefined) input.accept = accept
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]), { once: true })
    input.addEventListener('cancel', () => resolve([]), { once: true })
    input.click()
  })
}
