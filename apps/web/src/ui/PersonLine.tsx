import { UnstyledButton } from '@mantine/core'
import type { PersonView } from '@soroka/client/types'
import type { MouseEvent, ReactNode } from 'react'
import { Avatar } from './Avatar.tsx'
import css from './PersonLine.module.css'

interface Props {
  person: Pick<PersonView, 'id' | 'name' | 'nickname' | 'online'>
  /** The second line; the nickname when it is not given. */
  line?: string
  live?: boolean
  onOpen?: ((event: MouseEvent<HTMLElement>) => void) | undefined
  onMenu?: ((event: MouseEvent<HTMLElement>) => void) | undefined
  children?: ReactNode
}

/** A person in a list: face, name, one line, and what stands at the end. */
export function PersonLine({ person, line, live, onOpen, onMenu, children }: Props) {
  const content = (
    <>
      <Avatar id={person.id} name={person.name} size="sm" online={person.online} />
      <span className={css.names}>
        <bdi className={css.name}>{person.name}</bdi>
        <span className={css.line} data-live={live || undefined}>
          {line ?? `@${person.nickname}`}
        </span>
      </span>
      {children}
    </>
  )
  return onOpen ? (
    <UnstyledButton className={css.row} onClick={onOpen} onContextMenu={onMenu}>
      {content}
    </UnstyledButton>
  ) : (
    <div className={css.row}>{content}</div>
  )
}
