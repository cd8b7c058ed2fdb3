export { declineFromPush, moveSubscription, readFromPush, replyToPush } from './answer-push.ts'
export { openServerLine } from './server-line.ts'
