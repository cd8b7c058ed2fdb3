import { clock } from '../../ui/time.ts'
import { useLanguage } from '../../i18n/i18n.ts'
import { DeliveryMark } from '../../ui/DeliveryMark.tsx'
import { useNow } from '../../ui/use-now.ts'
import parts from './bubble/parts.module.css'
import css from './MessageBubble.module.css'

/** Two bubbles that show the chosen look. */
export function PreviewBubbles({ question, answer }: { question: string; answer: string }) {
  const language = useLanguage()
  const time = clock(useNow(), language)
  return (
    <>
      <div className={css.line} data-pos="one">
        <div className={css.bubble}>
          <div className={css.text}>
            {question}
            <span className={css.space} />
          </div>
          <span className={parts.meta}>{time}</span>
        </div>
      </div>
      <div className={css.line} data-pos="one" data-own>
        <div className={css.bubble}>
          <div className={css.text}>
            {answer}
            <span className={css.space} />
          </div>
          <span className={parts.meta}>
            {time}
            <DeliveryMark delivery="read" />
          </span>
        </div>
      </div>
    </>
  )
}
