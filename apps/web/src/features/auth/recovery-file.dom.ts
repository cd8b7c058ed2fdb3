/** Saves the words as a small text file; nothing of it leaves the device. */
export function saveRecoveryFile(words: string, lines: { title: string; hint: string; fileName: string }): void {
  const numbered = words
    .split(' ')
    .map((word, index) => `${String(index + 1).padStart(2)}. ${word}`)
    .join('\n')
  const file = new Blob([`${lines.title}\n${location.host}\n\n${numbered}\n\n${lines.hint}\n`], { type: 'text/plain' })
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = lines.fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

export async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
}
