import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../../peers/driver', import.meta.url))

/** One kind of work; `size` is in members, pairs, readers or connections. */
export interface Work {
  readonly name: 'sign-in' | 'group' | 'history' | 'pairs' | 'idle' | 'flood' | 'return'
  readonly size: number
}

/** What the driver is told; bench/peers/driver/settings.go says what each means. */
export interface DriverSettings {
  readonly peer: string
  readonly address: string
  readonly people: number
  readonly processes: Readonly<Record<string, number>>
  readonly material: string
  readonly works: readonly Work[]
  readonly rounds: number
  readonly seconds: number
  readonly inFlight: number
  readonly startedAt: number
}

/** One line of what it measured. */
export type Measured = { readonly work: string; readonly size: number } & Readonly<Record<string, number | string>>

/** Builds the driver; throws where there is no Go. */
export function buildDriver(folder: string): string {
  const program = join(folder, 'driver')
  execFileSync('go', ['build', '-o', program, '.'], { cwd: source, stdio: ['ignore', 'ignore', 'inherit'] })
  return program
}

/** Runs it to its end; `heard` is told of each line as it comes. */
export async function drive(
  program: string,
  folder: string,
  settings: DriverSettings,
  heard: (measured: Measured) => void,
): Promise<void> {
  const file = join(folder, 'settings.json')
  await writeFile(file, JSON.stringify(settings))
  const child = spawn(program, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  for await (const line of createInterface(child.stdout)) heard(JSON.parse(line) as Measured)
  const [code] = await ended
  if (code !== 0) throw new Error(`the driver of ${settings.peer} ended with ${code}`)
}
