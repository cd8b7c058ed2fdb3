export {
  addDevice,
  createAccount,
  isListedFactor,
  openAccount,
  openPuks,
  resealPassword,
  signAuthChallenge,
} from './account/account.ts'
export type { Account, AccountBlobs, CreatedAccount } from './account/account.ts'
export { appendEntry, checkPin, extendChain, pinOf, verifyChain } from './account/chain.ts'
export type { ChainResult, Pin } from './account/chain.ts'
export { createDeviceKeys } from './account/device.ts'
export type { DeviceKeys } from './account/device.ts'
export { FACTOR_WRAP_BYTES } from './account/factor.ts'
export type { FactorSecret } from './account/factor.ts'
export { openDeviceBox, rotateAccount } from './account/rotate.ts'
export type { FactorWrap, Rotation } from './account/rotate.ts'
export type { PukSecret } from './account/secrets.ts'
export { createVaultKey, openLocal, sealLocal } from './account/vault.ts'
export { CryptoError } from './crypto-error.ts'
export type { CryptoErrorCode } from './crypto-error.ts'
export { openBox, sealBox } from './epoch/box.ts'
export { createDirectEpoch, createGroupEpoch } from './epoch/create-epoch.ts'
export type { Author, Chains, NewEpoch, VerifiedEpoch } from './epoch/create-epoch.ts'
export { createEpochKey, epochSecret, isCommitted, previousKey, walkBack } from './epoch/epoch-key.ts'
export type { EpochKey } from './epoch/epoch-key.ts'
export { signLeave } from './epoch/sign-leave.ts'
export { nextEpoch } from './epoch/next-epoch.ts'
export type { Intent } from './epoch/next-epoch.ts'
export { verifyEpoch } from './epoch/verify-epoch.ts'
export type { DeviceRefusal, EpochResult } from './epoch/verify-epoch.ts'
export { safetyNumber } from './fingerprint.ts'
export { acceptsEpoch, checkSeen, EMPTY_LOG, extendLog } from './message/chat-log.ts'
export { openMessage } from './message/open-message.ts'
export type { MessageRefusal, MessageResult, OpenedMessage } from './message/open-message.ts'
export { sealMessage } from './message/seal-message.ts'
export { newDeviceId, newMsgId, randomBytes } from './primitives/random.ts'
export { sign, verify } from './primitives/sign.ts'
