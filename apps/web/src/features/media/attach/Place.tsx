import { ActionIcon, Loader, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPencil, IconPlayerPlayFilled, IconTrash, IconX } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { type MenuItem, openMenuAt } from '../../../ui/layer-store.ts'
import { FileIcon } from '../FileIcon.tsx'
import { bytesText, durationText } from '../measure.ts'
import css from './attach.module.css'
import { isEditable, type Item } from './items.ts'

export interface PlaceProps {
  item: Item
  at: number
  count: number
  onRemove(): void
  onEdit(): void
  /** Undefined at the ends. */
  onEarlier: (() => void) | undefined
  onLater: (() => void) | undefined
}

const icon = { size: 20, stroke: 1.8, 'aria-hidden': true }

/** What may be done with a file, in words: the same as dragging and the small buttons do. */
function usePlaceMenu({ item, onRemove, onEdit, onEarlier, onLater }: PlaceProps): MenuItem[] {
  const t = useText()
  return [
    ...(isEditable(item) ? [{ label: t('media:attach.edit'), icon: <IconPencil {...icon} />, run: onEdit }] : []),
    ...(onEarlier ? [{ label: t('media:attach.before'), icon: <IconArrowUp {...icon} />, run: onEarlier }] : []),
    ...(onLater ? [{ label: t('media:attach.after'), icon: <IconArrowDown {...icon} />, run: onLater }] : []),
    { label: t('media:attach.take'), icon: <IconTrash {...icon} />, run: onRemove, danger: true },
  ]
}

/** The hold on a file: dragged to another place, moved by the arrows, pressed for the menu. */
function Grip(props: PlaceProps) {
  const t = useText()
  const { item, at, count, onEarlier, onLater, onRemove } = props
  const menu = usePlaceMenu(props)
  const { name } = item.source
  const label = count > 1 ? t('media:attach.place', { name, at: at + 1, count }) : name
  const onKeyDown = (event: KeyboardEvent) => {
    const run = {
      ArrowLeft: onEarlier,
      ArrowUp: onEarlier,
      ArrowRight: onLater,
      ArrowDown: onLater,
      Delete: onRemove,
    }[event.key]
    if (!run) return
    event.preventDefault()
    run()
  }
  return (
    <UnstyledButton
      data-grip
      className={css.grip}
      aria-label={label}
      aria-haspopup="menu"
      aria-keyshortcuts={count > 1 ? 'ArrowLeft ArrowRight' : undefined}
      onKeyDown={onKeyDown}
      onClick={(event) => openMenuAt(event.currentTarget, name, menu)}
    />
  )
}

/** A picture among the others of its album. */
export function Tile(props: PlaceProps) {
  const t = useText()
  const { item, onEdit, onRemove } = props
  const { name } = item.source
  const shown = item.made?.file
  return (
    <li className={css.tile} data-place={item.key} data-busy={!item.made || undefined}>
      {item.url && <img className={css.image} src={item.url} alt="" draggable={false} />}
      <Grip {...props} />
      {!item.made && <Loader className={css.busy ?? ''} size={26} color="white" />}
      {shown?.shape === 'video' && (
        <span className={css.length}>
          <IconPlayerPlayFilled size={12} aria-hidden />
          {durationText(shown.duration ?? 0)}
        </span>
      )}
      {shown?.shape === 'gif' && <span className={css.length}>GIF</span>}
      <span className={css.tools}>
        {isEditable(item) && (
          <ActionIcon className={css.tool ?? ''} aria-label={t('media:attach.editThis', { name })} onClick={onEdit}>
            <IconPencil {...icon} />
          </ActionIcon>
        )}
        <ActionIcon className={css.tool ?? ''} aria-label={t('media:attach.remove', { name })} onClick={onRemove}>
          <IconX {...icon} />
        </ActionIcon>
      </span>
    </li>
  )
}

/** A file with its name, size, and what has to be said about it. */
export function Row(props: PlaceProps) {
  const t = useText()
  const language = useLanguage()
  const { item, onRemove, onEdit } = props
  const { name } = item.source
  const size = bytesText(item.made?.file.blob.size ?? item.source.size, language)
  const said = item.problem ? t(`media:attach.problem.${item.problem}`) : undefined
  const remark = item.made?.remark ? t(`media:attach.remark.${item.made.remark}`) : undefined
  return (
    <li className={css.row} data-place={item.key} data-problem={said !== undefined || undefined}>
      <Grip {...props} />
      <span className={css.picture}>
        {item.url ? (
          <img className={css.image} src={item.url} alt="" draggable={false} />
        ) : item.made || item.problem ? (
          <FileIcon name={name} />
        ) : (
          <Loader size={22} />
        )}
      </span>
      <span className={css.words}>
        <bdi className={css.name}>{item.made?.file.name ?? name}</bdi>
        <span className={css.size}>{said ?? size}</span>
        {remark && <span className={css.remark}>{remark}</span>}
      </span>
      {isEditable(item) && (
        <ActionIcon className={css.above ?? ''} aria-label={t('media:attach.editThis', { name })} onClick={onEdit}>
          <IconPencil {...icon} />
        </ActionIcon>
      )}
      <ActionIcon className={css.above ?? ''} aria-label={t('media:attach.remove', { name })} onClick={onRemove}>
        <IconX {...icon} />
      </ActionIcon>
    </li>
  )
}
