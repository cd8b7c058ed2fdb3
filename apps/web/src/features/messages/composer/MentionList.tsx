import { UnstyledButton } from '@mantine/core'
import { IconUsersGroup } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { Avatar } from '../../../ui/Avatar.tsx'
import css from './MentionList.module.css'
import type { Callable } from './use-mentions.ts'

interface Props {
  id: string
  found: Callable[]
  active: number
  onChoose(who: Callable): void
}

/** Members that may be called, above the field; the arrows and Enter choose while the field keeps the focus. */
export default function MentionList({ id, found, active, onChoose }: Props) {
  const t = useText()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div ref={list} id={id} className={css.list} role="listbox" aria-label={t('messages:mentions.label')}>
      {found.map((who, index) => (
        <UnstyledButton
          key={who.key}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          tabIndex={-1}
          className={css.option}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(who)}
        >
          {who.person ? (
            <Avatar id={who.person.id} name={who.name} size="xs" />
          ) : (
            <span className={css.all}>
              <IconUsersGroup size={20} stroke={1.8} aria-hidden />
            </span>
          )}
          <bdi className={css.name}>{who.name}</bdi>
          <span className={css.line}>{who.line}</span>
        </UnstyledButton>
      ))}
    </div>
  )
}
