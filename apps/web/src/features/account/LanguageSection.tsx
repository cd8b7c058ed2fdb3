import { UnstyledButton } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { languages, switchLanguage, useLanguage, useText } from '../../i18n/i18n.ts'
import css from './LanguageSection.module.css'

const names = { ru: 'Русский', en: 'English' }

export function LanguageSection() {
  const t = useText()
  const current = useLanguage()
  return (
    <div className={css.card} role="radiogroup" aria-label={t('account:language.title')}>
      {languages.map((language) => (
        <UnstyledButton
          key={language}
          className={css.row}
          role="radio"
          aria-checked={language === current}
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
