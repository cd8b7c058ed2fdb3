import { UnstyledButton } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useStore } from 'zustand'
import css from './Toaster.module.css'
import { ToastBox } from './ToastBox.tsx'
import { toastStore } from './toast-store.ts'

const plainTime = 5000
const errorTime = 8000

const drop = () => toastStore.setState({ toast: null })

/** One line at the bottom. */
export function Toaster() {
  const toast = useStore(toastStore, (state) => state.toast)
  const error = toast?.kind === 'error'
  return (
    <ToastBox id={toast?.id} time={error ? errorTime : plainTime} drop={drop} urgent={error} className={css.box}>
      {toast && (
        <div key={toast.id} className={css.toast}>
          {error && <IconAlertCircle className={css.icon} size={20} stroke={1.8} aria-hidden />}
          <span className={css.text}>{toast.text}</span>
          {toast.action && (
            <UnstyledButton
              className={css.action}
              onClick={() => {
                toast.action?.run()
                drop()
              }}
            >
              {toast.action.label}
            </UnstyledButton>
          )}
        </div>
      )}
    </ToastBox>
  )
}
