export { limitRoute, rates } from './rates.ts'
export {
  type Action,
  authorize,
  needsCaller,
  needsGuest,
  rankNeeded,
  rankOf,
  type Rule,
  ruleOf,
  rules,
} from './policy.ts'
