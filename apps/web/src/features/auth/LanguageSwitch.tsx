import { UnstyledButton } from '@mantine/core'
import { switchLanguage, useLanguage } from '../../i18n/i18n.ts'
import css from './LanguageSwitch.module.css'

/** Names the other language in that language, for whom the guess was wrong. */
export function LanguageSwitch() {
  const other = useLanguage() === 'ru' ? 'en' : 'ru'
  return (
    <UnstyledButton className={css.switch} lang={other} onClick={() => void switchLanguage(other)}>
      {other === 'ru' ? 'Русский' : 'English'}
    </UnstyledButton>
  )
}
