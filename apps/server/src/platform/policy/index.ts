export { limitRoute, rates } from './rates.ts'
export { type Action, authorize, needsCaller, type Rule, ruleOf, rules } from './policy.ts'
