import { createContext, type ReactNode, type Ref, use } from 'react'
import type { CustomItemComponentProps } from 'virtua'

/** Rows in all, or -1 while older ones are not read yet. */
export const ListTotal = createContext(-1)

type Props = CustomItemComponentProps & { ref?: Ref<HTMLDivElement>; children?: ReactNode }

/** A windowed row that still says which of how many it is. */
export function ListItem({ children, style, index, ref }: Props) {
  return (
    <div ref={ref} style={style} role="listitem" aria-posinset={index + 1} aria-setsize={use(ListTotal)}>
      {children}
    </div>
  )
}
