import { DeleteCard } from './DeleteCard.tsx'
import { EmailCard } from './EmailCard.tsx'
import { PasswordCard } from './PasswordCard.tsx'
import { TotpCard } from './TotpCard.tsx'

/** What lets me in. */
export default function AccessSection() {
  return (
    <>
      <PasswordCard />
      <TotpCard />
      <EmailCard />
      <DeleteCard />
    </>
  )
}
