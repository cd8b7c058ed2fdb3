import { PasswordCard } from './PasswordCard.tsx'

/** What lets me in. */
export default function AccessSection() {
  return <PasswordCard />
}
