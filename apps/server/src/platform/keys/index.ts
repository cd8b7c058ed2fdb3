export { deriveKey, hmac, newId, sameBytes, sha256 } from './derive.ts'
export { verifyEd25519 } from './ed25519.ts'
