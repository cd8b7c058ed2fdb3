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

/**
 * Finds the routes of a path, one for each method that it takes; none: there is no such path. A path that is written out
 * wins (OpenAPI 3.1, 4.8.8): `/calls/live` is not the call `live`.
 */
export function routeFinder(routes: readonly Route[]): (path: string) => Route[] {
  const patterns = routes.map((route) => ({ route, pattern: toPattern(route.path) }))
  return (path) => {
    const found = patterns.filter(({ pattern }) => pattern.test(path)).map(({ route }) => route)
    const fewest = Math.min(...found.map(parametersIn))
    return found.filter((route) => parametersIn(route) === fewest)
  }
}

const parametersIn = ({ path }: Route): number => path.split('{').length

function toPattern(path: string): RegExp {
  const literal = path.replace(/\{[^}]+\}/g, '[^/]+')
  return new RegExp(`^${literal}/?$`)
}
