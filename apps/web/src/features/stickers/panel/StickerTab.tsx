import { ActionIcon, TextInput, UnstyledButton } from '@mantine/core'
import { IconDots, IconPlus, IconSearch } from '@tabler/icons-react'
import { type MouseEvent, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { useShelf } from '../../../stores/stickerStore.ts'
import { openMenu, openMenuAt } from '../../../ui/layer-store.ts'
import { findStickers, type Section, sectionsOf, type Sticker } from '../find-stickers.ts'
import { StickerArt } from '../StickerArt.tsx'
import { packMenu, stickerMenu } from './menus.tsx'
import css from './panel.module.css'

export interface StickerTabProps {
  onSend(sticker: Sticker): void
  /** A new pack, or more stickers for one. */
  onEdit(pack?: { id: string; name: string; rename?: true }): void
  onShare(pack: string): void
}

function Cell({ sticker, onSend }: { sticker: Sticker; onSend(sticker: Sticker): void }) {
  const t = useText()
  const shelf = useShelf()
  const [pointed, setPointed] = useState(false)
  const menu = (event: MouseEvent) => {
    event.preventDefault()
    const label = t('stickers:send', { emoji: sticker.emoji })
    openMenu({ x: event.clientX, y: event.clientY, label, items: stickerMenu(sticker, shelf, t) })
  }
  return (
    <UnstyledButton
      className={css.cell}
      data-cell
      aria-label={t('stickers:send', { emoji: sticker.emoji })}
      title={sticker.emoji}
      onClick={() => onSend(sticker)}
      onContextMenu={menu}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setPointed(true)}
      onBlur={() => setPointed(false)}
    >
      <StickerArt sticker={sticker} moving={pointed} />
    </UnstyledButton>
  )
}

/** All stickers: lately used, favourites, one's own packs, ours; found by emoji and by words of both languages. */
export default function StickerTab({ onSend, onEdit, onShare }: StickerTabProps) {
  const t = useText()
  const shelf = useShelf()
  const [query, setQuery] = useState('')
  const list = useRef<HTMLDivElement>(null)
  // What is sent from here shall not move the rest under the finger.
  const [recent, setRecent] = useState(shelf?.recent)
  if (shelf && !recent) setRecent(shelf.recent)
  const searching = query.trim() !== ''
  const sections: Section[] = searching
    ? [{ id: 'found', stickers: findStickers(shelf, query) }]
    : sectionsOf(shelf && { ...shelf, recent: recent ?? shelf.recent })
  const nameOf = ({ id, title }: Section) => title ?? t(`stickers:sections.${id}`)
  const send = (sticker: Sticker) => {
    onSend(sticker)
    setQuery('')
  }
  const jump = (id: string) => list.current?.querySelector(`[data-section="${CSS.escape(id)}"]`)?.scrollIntoView()
  return (
    <>
      <TextInput
        className={css.search ?? ''}
        type="search"
        leftSection={<IconSearch size={18} stroke={1.8} aria-hidden />}
        placeholder={t('stickers:search')}
        aria-label={t('stickers:search')}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <div className={css.list} ref={list}>
        {sections.map((section) => (
          <section key={section.id} data-section={section.id} aria-label={nameOf(section)}>
            {!searching && (
              <header className={css.head}>
                <h2 className={css.heading} dir="auto">
                  {nameOf(section)}
                </h2>
                {section.id.startsWith('pack ') && (
                  <ActionIcon
                    size={32}
                    aria-label={t('stickers:packMenu', { name: section.title })}
                    onClick={(event) =>
                      openMenuAt(event.currentTarget, nameOf(section), packMenu(section, { onEdit, onShare }, t))
                    }
                  >
                    <IconDots size={20} stroke={1.8} aria-hidden />
                  </ActionIcon>
                )}
              </header>
            )}
            <div className={css.stickers}>
              {section.stickers.map((sticker) => (
                <Cell key={sticker.key} sticker={sticker} onSend={send} />
              ))}
            </div>
          </section>
        ))}
        {searching && sections[0]?.stickers.length === 0 && <p className={css.empty}>{t('stickers:nothing')}</p>}
      </div>
      {!searching && (
        <nav className={css.strip} aria-label={t('stickers:packs')}>
          <UnstyledButton className={css.tab} aria-label={t('stickers:make')} onClick={() => onEdit()}>
            <IconPlus size={22} stroke={1.8} aria-hidden />
          </UnstyledButton>
          {sections
            .filter(({ id }) => id === 'own' || id.startsWith('pack '))
            .map((section) => (
              <UnstyledButton
                key={section.id}
                className={css.tab}
                aria-label={nameOf(section)}
                title={nameOf(section)}
                onClick={() => jump(section.id)}
              >
                {section.stickers[0] && <StickerArt sticker={section.stickers[0]} />}
              </UnstyledButton>
            ))}
        </nav>
      )}
    </>
  )
}
