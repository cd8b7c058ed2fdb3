// Pages behind the first one: one chunk, fetched while the sign-in page is idle.
export { ConfirmPage } from './ConfirmPage.tsx'
export { RecoveryKeyPage } from './RecoveryKeyPage.tsx'
export { RecoveryPage } from './RecoveryPage.tsx'
export { SignUpPage } from './SignUpPage.tsx'
