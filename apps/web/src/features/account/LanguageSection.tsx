import { UnstyledButton } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { languages, switchLanguage, useLanguage, useText } from '../../i18n/i18n.ts'
import { walkRadios } from '../../ui/walk-radios.dom.ts'
import css from './LanguageSection.module.css'

const names = { ru: 'Русский', en: 'English' }

export function LanguageSection() {
  const t = useText()
  const current = useLanguage()
  return (
    <div
      className={css.card}
      role="radiogroup"
      tabIndex={-1}
      aria-label={t('account:language.title')}
      onKeyDown={walkRadios}
    >
      {languages.map((language) => (
        <UnstyledButton
          key={language}
          className={css.row}
          role="radio"
          aria-checked={language === current}
          tabIndex={language === current ? 0 : -1}
          lang={language}
          onClick={() => void switchLanguage(language)}
        >
          {names[language]}
          {language === current && <IconCheck size={22} stroke={2} className={css.check} aria-hidden />}
        </UnstyledButton>
      ))}
    </div>
  )
}
