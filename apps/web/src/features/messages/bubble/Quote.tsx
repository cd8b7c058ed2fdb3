import type { QuoteView } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { useText } from '../../../i18n/i18n.ts'
import { useAuth } from '../../../stores/authStore.ts'
import { hueOf } from '../../../ui/initials.ts'
import { FileMark, fileSummary, FileThumb } from '../../media/index.ts'
import { jumpTo } from '../jump.ts'
import { plainText } from '../markup/blocks.ts'
import { useName } from '../../../ui/names.ts'
import { PlainButton } from '../../../ui/PlainButton.tsx'
import css from './parts.module.css'
import aloud from '../../../ui/Aloud.module.css'

/** What a message answers; a tap goes there. */
export function Quote({ quote, chat, own }: { quote: QuoteView; chat: ChatId; own: boolean }) {
  const t = useText()
  const name = useName(quote.sender, chat)
  const { files = [] } = quote
  const words = files.length > 0 && quote.text === '' ? fileSummary(quote, t) : plainText(quote.text.slice(0, 300))
  const text = quote.missing ? t(`messages:quoteMissing.${quote.missing}`) : words
  const me = useAuth((state) => state.session?.user)
  const hue = own || quote.sender === undefined || quote.sender === me ? undefined : hueOf(quote.sender)
  return (
    <PlainButton
      className={css.quote}
      data-hue={hue}
      disabled={quote.missing === 'deleted'}
      onClick={() => jumpTo(chat, quote.id)}
    >
      <FileThumb files={files} className={css.quoteThumb} />
      <span className={aloud.aloud}>{t('messages:quoteOf')}</span>
      <bdi className={css.quoteName}>{name}</bdi>
      <span className={css.quoteText} dir="auto">
        <FileMark files={files} className={css.quoteMark} />
        {text}
      </span>
    </PlainButton>
  )
}
