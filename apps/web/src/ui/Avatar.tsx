import css from './Avatar.module.css'
import { hueOf, initials } from './initials.ts'

interface Props {
  id: string
  name: string
  size?: 'sm' | 'md' | 'lg' | 'xl'
  online?: boolean
}

/** A person's circle: initials on a colour of their own. The name always stands beside it, so it is silent. */
export function Avatar({ id, name, size = 'md', online = false }: Props) {
  return (
    <span className={css.avatar} data-size={size} data-hue={hueOf(id)} aria-hidden>
      <span className={css.letters}>{initials(name)}</span>
      {online && <span className={css.online} />}
    </span>
  )
}
