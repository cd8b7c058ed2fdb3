import { createStore } from 'zustand/vanilla'

export interface Toast {
  id: number
  text: string
  kind: 'plain' | 'error'
  action?: { label: string; run(): void }
}

export interface ToastState {
  toast: Toast | null
  show(toast: Omit<Toast, 'id'>): void
}

let count = 0

/** One line at a time: a newer one takes the place of the older. */
export const toastStore = createStore<ToastState>((set) => ({
  toast: null,
  show: (toast) => set({ toast: { ...toast, id: ++count } }),
}))
