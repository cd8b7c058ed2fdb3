export { RecoveryWords } from './RecoveryWords.tsx'
export { loadRecoveryKey, markRecoverySaved, signOut } from './session-actions.ts'
export { useSubmit } from './use-submit.ts'
export { FormFailure } from './FormFailure.tsx'
