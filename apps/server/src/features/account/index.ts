export {
  type Blob,
  findCredentials,
  insertCredentials,
  listBlobs,
  putBlobs,
  replaceCredentials,
} from './account-repo.ts'
export { accountRouter } from './account-routes.ts'
