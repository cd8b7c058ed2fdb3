import { SegmentedControl } from '@mantine/core'
import { useText } from '../../../i18n/i18n.ts'
import type { Quality } from '../prepare/prepare.dom.ts'
import css from './attach.module.css'

/** How pictures leave; only photos are made smaller. */
export function QualityChoice(props: { photos: boolean; value: Quality; onChange(quality: Quality): void }) {
  const t = useText()
  const choices: Quality[] = props.photos ? ['usual', 'high', 'file'] : ['usual', 'file']
  return (
    <div className={css.quality}>
      <SegmentedControl
        fullWidth
        aria-label={t('media:attach.quality.label')}
        data={choices.map((value) => ({ value, label: t(`media:attach.quality.${value}`) }))}
        value={props.value}
        onChange={(value) => {
          const chosen = choices.find((one) => one === value)
          if (chosen) props.onChange(chosen)
        }}
      />
      <p className={css.note}>{t(`media:attach.quality.${props.value}Note`)}</p>
    </div>
  )
}
