export { deriveKey, hmac, newId, sameBytes, sha256 } from './derive.ts'
export { makeVapidKey, vapidKeys, type VapidKeys } from './vapid.ts'
export { verifyEd25519 } from './ed25519.ts'
