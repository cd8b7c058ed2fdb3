import { isContractProcedure } from '@orpc/contract'
import type { AnyContractProcedure, AnyContractRouter } from '@orpc/contract'

export interface Route {
  /** Like `auth.signUp.start`. */
  readonly name: string
  readonly method: string
  /** Like `/users/{user}/chain`, below /api. */
  readonly path: string
  readonly procedure: AnyContractProcedure
}

/** Every route of a contract. */
export function routesOf(router: AnyContractRouter, prefix = ''): Route[] {
  return Object.entries(router).flatMap(([key, value]): Route[] => {
    const name = prefix === '' ? key : `${prefix}.${key}`
    if (!isContractProcedure(value)) return routesOf(value as AnyContractRouter, name)
    const { method = 'POST', path = '' } = value['~orpc'].route
    return [{ name, method, path, procedure: value }]
  })
}

/** Tells which methods a path takes; none: there is no such path. */
export function methodFinder(routes: readonly Route[]): (path: string) => string[] {
  const patterns = routes.map(({ method, path }) => ({ method, pattern: toPattern(path) }))
  return (path) => [...new Set(patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))]
}

function toPattern(path: string): RegExp {
  const literal = path.replace(/\{[^}]+\}/g, '[^/]+')
  return new RegExp(`^${literal}/?$`)
}
