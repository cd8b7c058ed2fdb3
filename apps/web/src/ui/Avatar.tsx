import type { UserId } from '@soroka/protocol'
import { IconBookmark } from '@tabler/icons-react'
import { usePhoto } from '../stores/photoStore.ts'
import css from './Avatar.module.css'
import { hueOf, initials } from './initials.ts'
import { photoUrl } from './photo-url.dom.ts'

interface Props {
  id: string
  name: string
  size?: 'xs' | 'sm' | 'md' | 'lg' | 'xl'
  online?: boolean
  /** People are circles; groups and the Nest are squircles: the shape tells without reading. */
  shape?: 'person' | 'group' | 'nest'
  /** A group's; a person's is known by his id. */
  photo?: Uint8Array<ArrayBuffer> | undefined
}

const bookmark = { xs: 16, sm: 20, md: 25, lg: 34, xl: 46 }

/** A photo, or initials on a colour of their own. The name always stands beside it, so it is silent. */
export function Avatar({ id, name, size = 'md', online = false, shape = 'person', photo }: Props) {
  const own = usePhoto(shape === 'person' ? (id as UserId) : null)
  const picture = photo ?? own
  return (
    <span className={css.avatar} data-size={size} data-hue={hueOf(id)} data-shape={shape} aria-hidden>
      {shape === 'nest' ? (
        <IconBookmark size={bookmark[size]} stroke={1.8} />
      ) : picture ? (
        <img className={css.photo} src={photoUrl(id, picture)} alt="" draggable={false} />
      ) : (
        <span className={css.letters}>{initials(name)}</span>
      )}
      {online && <span className={css.online} />}
    </span>
  )
}
