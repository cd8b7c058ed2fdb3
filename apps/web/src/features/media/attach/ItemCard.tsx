import { ActionIcon, Loader } from '@mantine/core'
import { limits } from '@soroka/protocol'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { FileIcon } from '../FileIcon.tsx'
import { bytesText, durationText } from '../measure.ts'
import css from './attach.module.css'
import type { Item } from './use-prepared.ts'

interface Props {
  item: Item
  onRemove(): void
  onEarlier: (() => void) | undefined
  onLater: (() => void) | undefined
}

const icon = { size: 20, stroke: 1.8, 'aria-hidden': true }

function Picture({ item }: { item: Item }) {
  if (item.url) return <img className={css.picture} src={item.url} alt="" draggable={false} />
  if (!item.ready)
    return (
      <span className={css.picture}>
        <Loader size={22} />
      </span>
    )
  return (
    <span className={css.picture}>
      <FileIcon name={item.source.name} />
    </span>
  )
}

/** One chosen file with its place in the order. */
export function ItemCard({ item, onRemove, onEarlier, onLater }: Props) {
  const t = useText()
  const language = useLanguage()
  const { name } = item.source
  const size = item.ready?.blob.size ?? item.source.size
  const length = item.ready?.duration
  return (
    <li className={css.item} data-over={size > limits.fileBytes || undefined}>
      <Picture item={item} />
      <span className={css.words}>
        <bdi className={css.name}>{name}</bdi>
        <span className={css.size}>
          {bytesText(size, language)}
          {length ? ` · ${durationText(length)}` : ''}
        </span>
      </span>
      {(onEarlier ?? onLater) && (
        <>
          <ActionIcon aria-label={t('media:attach.earlier', { name })} disabled={!onEarlier} onClick={onEarlier}>
            <IconArrowUp {...icon} />
          </ActionIcon>
          <ActionIcon aria-label={t('media:attach.later', { name })} disabled={!onLater} onClick={onLater}>
            <IconArrowDown {...icon} />
          </ActionIcon>
        </>
      )}
      <ActionIcon aria-label={t('media:attach.remove', { name })} onClick={onRemove}>
        <IconTrash {...icon} />
      </ActionIcon>
    </li>
  )
}
