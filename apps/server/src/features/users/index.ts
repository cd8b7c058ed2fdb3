export { type Appended, appendChain, findDeviceKey, maxChain, parseEntry, readChainState } from './chain.ts'
export { nicknameCandidates, nicknameFrom } from './nickname.ts'
export {
  anyUserExists,
  findProfile,
  findUser,
  findUserByEmail,
  insertUser,
  listChain,
  lockUser,
  takenNicknames,
  updateUser,
  type UserRow,
} from './users-repo.ts'
export { usersRouter } from './users-routes.ts'
