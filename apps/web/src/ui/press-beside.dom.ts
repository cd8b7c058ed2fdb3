/**
 * Runs `close` when somebody presses beside what a modal dialog shows, and keeps the browser's own menu away.
 * The finger whose long press opened the dialog is lifted over it: only a press that began there counts.
 * @returns takes it back
 */
export function onPressBeside(dialog: HTMLDialogElement, close: () => void): () => void {
  let begun = false
  const onDown = (event: Event) => {
    begun = event.target === dialog
  }
  const onPress = (event: Event) => {
    if (begun && event.target === dialog) close()
  }
  const refuse = (event: Event) => event.preventDefault()
  dialog.addEventListener('pointerdown', onDown)
  dialog.addEventListener('click', onPress)
  dialog.addEventListener('contextmenu', refuse)
  return () => {
    dialog.removeEventListener('pointerdown', onDown)
    dialog.removeEventListener('click', onPress)
    dialog.removeEventListener('contextmenu', refuse)
  }
}
