export {
  type Blob,
  findCredentials,
  insertCredentials,
  listBlobs,
  deleteBlob,
  putBlobs,
  replaceCredentials,
} from './account-repo.ts'
export { findBox } from './device-boxes-repo.ts'
export { renewKeys, type Renewal } from './renew-keys.ts'
export { eraseAccount } from './erase-account.ts'
export { accountRouter } from './account-routes.ts'
