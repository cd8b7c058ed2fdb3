import type { RequestOptions } from '../../testing/index.ts'
import type { RightsObject, RightsWorld, Someone } from './rights-people.fixture.ts'

/** What somebody tries with an object: resolves with 'ok', or with the code that he got. */
export type Try = (who: Someone, object: RightsObject, world: RightsWorld) => Promise<string>

/**
 * One way to use an action, and what comes of it for owner, admin, member, blocked, left, removed, stranger (a dot: NOT_FOUND).
 * Announcements are as the group where nothing is said of them.
 */
export interface Row {
  readonly name?: string
  /** All at once: what takes long and ends nothing. */
  readonly atOnce?: boolean
  readonly tries: Try
  readonly group: string
  readonly announcements?: string
  readonly direct: string
}

/** A request about an object: ok, or the code of its refusal. */
export const http =
  (method: string, path: string, body?: (who: Someone, object: RightsObject, world: RightsWorld) => object): Try =>
  async (who, object, world) => {
    const { chat, link, file } = object
    const filled = path.replace('{chat}', chat).replace('{pub}', link.pub).replace('{file}', file)
    const options: RequestOptions = {
      method,
      ...(method === 'GET' ? {} : { body: body?.(who, object, world) ?? {} }),
    }
    const answer = await who.client.ask<{ data?: { reason?: string } }>(filled, options)
    if (answer.status === 200) return 'ok'
    const reason = answer.body.data?.reason
    return reason === undefined ? (answer.code ?? String(answer.status)) : `${answer.code ?? ''}:${reason}`
  }

/** Whether a list of the caller names the chat. */
export const listed =
  (path: (world: RightsWorld) => string): Try =>
  async (who, { chat }, world) => {
    const { body } = await who.client.ask<{ chats: (string | { id: string })[] }>(path(world))
    return body.chats.some((one) => (typeof one === 'string' ? one : one.id) === chat) ? 'ok' : 'NOT_FOUND'
  }

/** What comes of most: for members, for who may read, for the two of a direct chat. */
export const members = 'ok ok ok ok . . .'
export const readers = 'ok ok ok ok ok ok .'
export const two = 'ok . . ok . . .'
export const out = (mine: string): string => `${mine} NOT_A_MEMBER NOT_A_MEMBER NOT_A_MEMBER`
export const twoOut = (owner: string, blocked: string): string =>
  `${owner} NOT_A_MEMBER NOT_A_MEMBER ${blocked} NOT_A_MEMBER NOT_A_MEMBER NOT_A_MEMBER`
