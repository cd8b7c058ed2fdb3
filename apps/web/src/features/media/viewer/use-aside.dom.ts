import { type RefObject, useEffect, useEffectEvent } from 'react'

/** A film in its own small window leaves the chat free; it comes back with the window's button, or ends with it. */
export function useAside(
  film: HTMLVideoElement | null,
  dialog: RefObject<HTMLDialogElement | null>,
  close: () => void,
): void {
  const onBack = useEffectEvent(() => {
    if (film?.paused) close()
    else if (dialog.current?.open === false) dialog.current.showModal()
  })
  useEffect(() => {
    if (!film) return
    const aside = () => dialog.current?.close()
    const back = () => onBack()
    film.addEventListener('enterpictureinpicture', aside)
    film.addEventListener('leavepictureinpicture', back)
    return () => {
      film.removeEventListener('enterpictureinpicture', aside)
      film.removeEventListener('leavepictureinpicture', back)
    }
  }, [film, dialog])
}
