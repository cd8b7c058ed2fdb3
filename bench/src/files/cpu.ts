import { readdir, readFile } from 'node:fs/promises'

/** Ticks of the clock by which Linux counts. */
const ticks = 100

/** CPU-seconds so far of a browser with all its processes and of one more process. They count the same however busy the machine is. */
export async function cpuSeconds(profile: string, other: number): Promise<number> {
  const parents = new Map<number, number>()
  const used = new Map<number, number>()
  const roots = new Set([other])
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry)
    if (!Number.isInteger(pid)) continue
    const [stat, command] = await Promise.all([read(`/proc/${pid}/stat`), read(`/proc/${pid}/cmdline`)])
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    parents.set(pid, Number(fields[1]))
    used.set(pid, (Number(fields[11]) + Number(fields[12])) / ticks)
    if (command.includes(profile)) roots.add(pid)
  }
  let sum = 0
  for (const [pid, seconds] of used) {
    const parent = parents.get(pid) ?? 0
    if (roots.has(pid) || (roots.has(parent) && parent !== other)) sum += seconds
  }
  return sum
}

/** Processes come and go while they are read. */
function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}
