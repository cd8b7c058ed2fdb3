import { DeleteCard } from './DeleteCard.tsx'
import { EmailCard } from './EmailCard.tsx'
import { PasskeysCard } from './PasskeysCard.tsx'
import { PasswordCard } from './PasswordCard.tsx'
import { TotpCard } from './TotpCard.tsx'

/** What lets me in. */
export default function AccessSection() {
  return (
    <>
      <PasswordCard />
      <PasskeysCard />
      <TotpCard />
      <EmailCard />
      <DeleteCard />
    </>
  )
}
