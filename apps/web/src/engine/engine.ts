import { isGuestPlace } from '../app/guest-place.ts'
import { connect } from './connect.ts'
import { guestSeat } from './guest-seat.ts'
import type { WebEngine } from './web-engine.ts'

/** The one engine of this tab. */
export const engine: WebEngine = isGuestPlace() ? guestSeat : connect()
