import { UnstyledButton } from '@mantine/core'
import { Avatar } from '../../ui/Avatar.tsx'
import css from './FindPanel.module.css'

interface Props {
  id: string
  name: string
  line: string
  online: boolean
  onOpen(): void
}

export function FoundRow({ id, name, line, online, onOpen }: Props) {
  return (
    <li>
      <UnstyledButton className={css.row} onClick={onOpen}>
        <Avatar id={id} name={name} online={online} />
        <span className={css.names}>
          <span className={css.name}>{name}</span>
          <span className={css.line}>{line}</span>
        </span>
      </UnstyledButton>
    </li>
  )
}
