import { Button, UnstyledButton } from '@mantine/core'
import type { AttachmentView, MessageView } from '@soroka/client/types'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { useShelf } from '../../stores/stickerStore.ts'
import { act } from '../../ui/act.ts'
import { Sheet } from '../../ui/Sheet.tsx'
import { useFileUrl } from '../media/index.ts'
import { type Sticker, sectionsOf } from './find-stickers.ts'
import { isPackCard } from './kind.ts'
import { StickerArt } from './StickerArt.tsx'
import css from './stickers.module.css'

interface Props {
  message: MessageView
  /** The messages of the same person that hand over the same pack, this one among them. */
  cards: MessageView[]
  mayWrite: boolean
  onSend(sticker: Sticker): void
  onClose(): void
}

function Picture({ message, file }: { message: MessageView; file: AttachmentView }) {
  const { url } = useFileUrl({ chat: message.chat, message: message.id, file }, file.id)
  return url ? <img className={css.art} src={url} alt={file.name} draggable={false} /> : null
}

/** What a sticker is of: our own pack, a pack that somebody hands over, or a single one; and taking it. */
export default function StickerDialog({ message, cards, mayWrite, onSend, onClose }: Props) {
  const t = useText()
  const shelf = useShelf()
  const { pack, files = [] } = message
  const packId = message.own ? pack?.id : `${pack?.id}~${message.sender}`
  const kept = shelf?.packs.find(({ id }) => id === packId || id === pack?.id)
  const known = sectionsOf(shelf)
  const section = known.find(({ id }) => id === (message.sticker ? 'own' : `pack ${kept?.id}`))
  const choose = (sticker: Sticker) => {
    onSend(sticker)
    onClose()
  }
  if (
    section &&
    !(isPackCard(message) && kept && kept.stickers.length < cards.flatMap((card) => card.files ?? []).length)
  )
    return (
      <Sheet
        title={section.title ?? t('stickers:own')}
        onClose={onClose}
        footer={
          kept && (
            <Button
              variant="default"
              color="red"
              onClick={() =>
                void act(engine.stickers.removePack(kept.id), { text: t('stickers:packRemoved') }).then(
                  (done) => done && onClose(),
                )
              }
            >
              {t('stickers:removePack')}
            </Button>
          )
        }
      >
        <div className={css.grid}>
          {section.stickers.map((sticker) => (
            <UnstyledButton
              key={sticker.key}
              className={css.choice}
              disabled={!mayWrite}
              aria-label={t('stickers:send', { emoji: sticker.emoji })}
              onClick={() => choose(sticker)}
            >
              <StickerArt sticker={sticker} />
            </UnstyledButton>
          ))}
        </div>
      </Sheet>
    )
  if (isPackCard(message))
    return (
      <Sheet
        title={pack?.name ?? ''}
        onClose={onClose}
        footer={
          <Button
            onClick={() =>
              void act(
                engine.stickers.keepPack(
                  message.chat,
                  cards.map(({ id }) => id),
                ),
                { text: t('stickers:packAdded') },
              ).then((done) => done && onClose())
            }
          >
            {t('stickers:addPack')}
          </Button>
        }
      >
        <div className={css.grid}>
          {cards.flatMap((card) =>
            (card.files ?? []).map((file) => (
              <span key={file.id} className={css.choice}>
                <Picture message={card} file={file} />
              </span>
            )),
          )}
        </div>
      </Sheet>
    )
  const [file] = files
  const loose = file && known.some(({ stickers }) => stickers.some(({ key }) => key === file.id))
  const take = (id: AttachmentView['id']) =>
    act(engine.stickers.keep(message.chat, message.id, id), { text: t('stickers:added') }).then(
      (done) => done && onClose(),
    )
  return (
    <Sheet
      title={pack?.name ?? t('stickers:one')}
      onClose={onClose}
      low
      footer={
        file &&
        (loose ? (
          <Button
            variant="default"
            onClick={() =>
              void act(engine.stickers.remove(file.id), { text: t('stickers:removed') }).then(
                (done) => done && onClose(),
              )
            }
          >
            {t('stickers:remove')}
          </Button>
        ) : (
          <Button onClick={() => void take(file.id)}>{t('stickers:add')}</Button>
        ))
      }
    >
      <div className={css.large}>{file && <Picture message={message} file={file} />}</div>
    </Sheet>
  )
}
