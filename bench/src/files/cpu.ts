import { readProcesses } from '../processes.ts'

/** CPU-seconds so far of a browser with all its processes and of one more process. */
export async function cpuSeconds(profile: string, other: number): Promise<number> {
  const processes = await readProcesses()
  const roots = new Set([other])
  for (const [pid, { command }] of processes) if (command.includes(profile)) roots.add(pid)
  let sum = 0
  for (const [pid, { parent, cpu }] of processes)
    if (roots.has(pid) || (roots.has(parent) && parent !== other)) sum += cpu
  return sum
}
