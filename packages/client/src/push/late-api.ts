import type { ErrorCode } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import type { Api } from '../api/api.ts'

/** What came of a question, as it crosses from one script to another: each has classes of its own. */
export type ServerAnswer = { result: unknown } | { code: ErrorCode; data: Record<string, unknown> | undefined }

/** The API of an account in another script. */
export interface ServerLine {
  ask(part: string, verb: string, input: unknown): Promise<ServerAnswer>
  close(): void
}

/** The API behind a line that is opened when something is first asked. */
export function lateApi(line: () => Promise<ServerLine>): Api {
  const ask = async (part: string, verb: string, input: unknown) => {
    const answer = await (await line()).ask(part, verb, input)
    if ('code' in answer) throw new SorokaError(answer.code, answer.data)
    return answer.result
  }
  const named = (get: (name: string) => unknown) => new Proxy({}, { get: (_, name) => get(String(name)) })
  return named((part) => named((verb) => (input: unknown) => ask(part, verb, input))) as Api
}
