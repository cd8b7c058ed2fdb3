import { type ReactElement, useRef } from 'react'
import { VList, type VListHandle } from 'virtua'
import panel from '../../../ui/Panel.module.css'
import part from '../MembersPart.module.css'

/** What is still below when more is asked for, in px. */
const nearEnd = 800

interface Props<Line extends { key: string }> {
  rows: readonly ({ key: string; month: string } | Line)[]
  /** About how tall a line is, in px. */
  lineHeight: number
  onNearEnd(): void
  children(line: Line): ReactElement
}

/** A long list under the names of its months, windowed. */
export function MonthList<Line extends { key: string }>({ rows, lineHeight, onNearEnd, children }: Props<Line>) {
  const list = useRef<VListHandle>(null)
  return (
    <VList
      ref={list}
      className={part.list}
      data={rows}
      itemSize={lineHeight}
      tabIndex={-1}
      onScroll={(offset) => {
        const { scrollSize = 0, viewportSize = 0 } = list.current ?? {}
        if (scrollSize - viewportSize - offset < nearEnd) onNearEnd()
      }}
    >
      {(row) =>
        'month' in row ? (
          <h3 key={row.key} className={panel.heading}>
            {row.month}
          </h3>
        ) : (
          children(row)
        )
      }
    </VList>
  )
}
