import { readdir, readFile } from 'node:fs/promises'

/** Ticks of the clock by which Linux counts. */
const ticks = 100

export interface Process {
  readonly parent: number
  readonly command: string
  /** CPU-seconds so far: they count the same however busy the machine is. */
  readonly cpu: number
}

/** Every process of this machine by its number, as /proc has it now. */
export async function readProcesses(): Promise<Map<number, Process>> {
  const found = new Map<number, Process>()
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry)
    if (!Number.isInteger(pid)) continue
    const [stat, command] = await Promise.all([read(`/proc/${pid}/stat`), read(`/proc/${pid}/cmdline`)])
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    found.set(pid, { parent: Number(fields[1]), command, cpu: (Number(fields[11]) + Number(fields[12])) / ticks })
  }
  return found
}

/** The process and all that it started, and they. */
export function treeOf(processes: ReadonlyMap<number, Process>, root: number): Process[] {
  const inside = new Set([root])
  let size = 0
  while (size !== inside.size) {
    size = inside.size
    for (const [pid, { parent }] of processes) if (inside.has(parent)) inside.add(pid)
  }
  return [...inside].flatMap((pid) => processes.get(pid) ?? [])
}

/** CPU-seconds so far of a process and of all that it started. */
export async function cpuOfTree(root: number): Promise<number> {
  return treeOf(await readProcesses(), root).reduce((sum, { cpu }) => sum + cpu, 0)
}

/** Processes come and go while they are read. */
function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}
