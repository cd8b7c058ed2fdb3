// The one that the server's own tests use: what it takes is what a browser's would.
export {
  type DeliveredPush,
  type PushAnswer,
  PushService,
  TestSubscription,
} from '../../../apps/server/src/testing/push-service.ts'
