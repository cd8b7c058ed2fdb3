import type { WebEngine } from './web-engine.ts'

/** The few things that the page of a guest may ask. */
interface Seated {
  calls: Partial<WebEngine['calls']>
  /** Nobody's photo is shown to guests. */
  people: Pick<WebEngine['people'], 'photo'>
}

let seated: Partial<Seated> = {}

/** Where a guest's page has no engine of an account, this one answers for what a guest may. */
export function seatGuest(engine: Seated): void {
  seated = engine
}

/** The engine of a guest's page. */
export const guestSeat = new Proxy({} as WebEngine, {
  get: (_, name): unknown => Reflect.get(seated, name),
})
