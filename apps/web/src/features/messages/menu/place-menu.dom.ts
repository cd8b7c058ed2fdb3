import type { MenuPlace } from '../ui-store.ts'

const edge = 8
const gap = 10

function part(layer: HTMLElement, name: string): HTMLElement | null {
  return layer.querySelector<HTMLElement>(`[data-part="${name}"]`)
}

/** At the pointer, but whole on the screen; it grows from the pointer's corner. */
function atPointer(stack: HTMLElement, { x, y }: { x: number; y: number }): void {
  const { offsetWidth: width, offsetHeight: height } = stack
  const reactions = stack.firstElementChild?.getAttribute('data-part') === 'reactions' ? 58 : 0
  const left = Math.max(edge, x + width + edge > innerWidth ? x - width : x)
  const top = Math.min(Math.max(edge, y - reactions), Math.max(edge, innerHeight - height - edge))
  stack.style.setProperty('--x', `${left}px`)
  stack.style.setProperty('--y', `${top}px`)
  stack.style.setProperty(
    '--from',
    `${x > left + width / 2 ? 'right' : 'left'} ${y > top + height / 2 ? 'bottom' : 'top'}`,
  )
}

/** A copy of the bubble stays where it was, over the scrim; reactions above it, actions below. Moves only if they don't fit. */
function overBubble(layer: HTMLElement, stack: HTMLElement, line: HTMLElement): () => void {
  const holder = part(layer, 'bubble')
  const middle = part(layer, 'gap')
  const bubble = line.querySelector<HTMLElement>('[data-message]')
  if (!holder || !middle || !bubble) return () => undefined
  const box = bubble.getBoundingClientRect()
  const lineBox = line.getBoundingClientRect()
  const copy = line.cloneNode(true) as HTMLElement
  for (const element of copy.querySelectorAll('[id]')) element.removeAttribute('id')
  delete copy.dataset['fresh']
  holder.replaceChildren(copy)
  const above = part(layer, 'reactions')?.offsetHeight ?? 0
  const menu = stack.lastElementChild as HTMLElement
  const room = innerHeight - 2 * edge - above - menu.offsetHeight - 2 * gap
  const height = Math.max(48, Math.min(box.height, room))
  const top = Math.max(edge + above + gap, Math.min(box.top, innerHeight - edge - menu.offsetHeight - gap - height))
  const offset = box.top - lineBox.top
  const set = (element: HTMLElement, values: Record<string, number>) => {
    for (const [name, value] of Object.entries(values)) element.style.setProperty(name, `${Math.round(value)}px`)
  }
  set(holder, {
    '--x': lineBox.left,
    '--y': top - offset,
    '--width': lineBox.width,
    '--height': height + offset,
    '--move': box.top - top,
  })
  set(middle, { '--height': height + 2 * gap })
  set(stack, { '--y': top - gap - above, '--x': Math.max(edge, lineBox.left), '--right': innerWidth - lineBox.right })
  line.style.setProperty('visibility', 'hidden')
  return () => line.style.removeProperty('visibility')
}

/** Puts the menu in its place. @returns takes back what it did to the feed */
export function placeMenu(layer: HTMLElement, place: MenuPlace): () => void {
  const stack = part(layer, 'stack')
  if (!stack) return () => undefined
  if (place.pointer) {
    atPointer(stack, place.pointer)
    return () => undefined
  }
  return overBubble(layer, stack, place.line)
}
