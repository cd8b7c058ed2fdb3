import type { ReactNode } from 'react'
import { createStore } from 'zustand/vanilla'

export interface MenuItem {
  label: string
  icon?: ReactNode
  run?(): void
  danger?: boolean
  /** A choice that is on or off. */
  checked?: boolean
  /** A page of further choices. */
  items?: MenuItem[]
}

export interface OpenMenu {
  x: number
  y: number
  label: string
  items: MenuItem[]
}

export interface Question {
  title: string
  text: string
  confirm: string
  /** Instead of "Cancel". */
  refuse?: string
  danger?: boolean
  answer(yes: boolean): void
}

export interface LayerState {
  menu: OpenMenu | null
  question: Question | null
}

/** What lies over the screen now; drawn once, by `Layers`. */
export const layerStore = createStore<LayerState>(() => ({ menu: null, question: null }))

export function openMenu(menu: OpenMenu): void {
  layerStore.setState({ menu })
}

const usualWidth = 250

/** A menu under a button, along its left edge, or its right one where there is no room. */
export function openMenuAt(element: HTMLElement, label: string, items: MenuItem[]): void {
  const box = element.getBoundingClientRect()
  const x = box.left + usualWidth < innerWidth ? box.left : box.right
  openMenu({ x, y: box.bottom + 4, label, items })
}

/** Asks before what can't be taken back. */
export function ask(question: Omit<Question, 'answer'>): Promise<boolean> {
  return new Promise((resolve) => {
    layerStore.setState({
      question: {
        ...question,
        answer: (yes) => {
          layerStore.setState({ question: null })
          resolve(yes)
        },
      },
    })
  })
}
