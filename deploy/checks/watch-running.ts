import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../scripts/free-port.ts'
import { needProgram, programs } from '../../scripts/programs.ts'
import { dashboardQueries } from './watch.ts'

const patience = 40_000

/** A real Prometheus reads a real server by our file, judges our alerts, and answers what the dashboard asks. */
export async function checkWatchRunning(): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'soroka-watch-'))
  const [port, metrics, web] = [await freePort(), await freePort(), await freePort()]
  const server = start(process.execPath, ['apps/server/src/main.ts'], {
    PORT: String(port),
    SOROKA_DATA: path.join(folder, 'data'),
    METRICS_ADDRESS: `127.0.0.1:${metrics}`,
  })
  copyFileSync('deploy/watch/alerts.yml', path.join(folder, 'alerts.yml'))
  const file = path.join(folder, 'prometheus.yml')
  writeFileSync(file, configFor(metrics))
  const own = [`--config.file=${file}`, `--storage.tsdb.path=${path.join(folder, 'tsdb')}`]
  const prometheus = start(needProgram(programs.prometheus), [...own, `--web.listen-address=127.0.0.1:${web}`])
  try {
    return await judge(`http://127.0.0.1:${web}/api/v1`)
  } finally {
    await Promise.all([stop(prometheus), stop(server)])
    rmSync(folder, { recursive: true })
  }
}

const start = (program: string, args: string[], env: Record<string, string> = {}): ChildProcess =>
  spawn(program, args, { stdio: 'ignore', env: { ...process.env, ...env } })

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  if (child.exitCode === null) await once(child, 'exit')
}

/** Our file, in a hurry, with this server in the place of the backend's name. */
function configFor(port: number): string {
  const text = readFileSync('deploy/watch/prometheus.yml', 'utf8')
  return text
    .replaceAll('15s', '1s')
    .replace(/ {4}dns_sd_configs:\n( +[#-].*\n)+/, `    static_configs: [{ targets: ['127.0.0.1:${port}'] }]\n`)
    .replace(/alerting:\n[^]*?\n\n/, '')
}

interface Answer {
  readonly status?: string
  readonly error?: string
  readonly data?: {
    readonly result?: readonly unknown[]
    readonly groups?: readonly { readonly rules: readonly { name: string; health: string; lastError?: string }[] }[]
  }
}

async function judge(api: string): Promise<string[]> {
  const ask = async (at: string): Promise<Answer> => {
    try {
      return (await (await fetch(api + at)).json()) as Answer
    } catch {
      return {}
    }
  }
  const query = (text: string): Promise<Answer> => ask(`/query?query=${encodeURIComponent(text)}`)
  const until = Date.now() + patience
  // Two scrapes make a rate; the third is after both.
  while (((await query('count_over_time(up{job="soroka"}[1m]) > 2')).data?.result?.length ?? 0) === 0) {
    if (Date.now() > until) return ['Prometheus did not read the server']
    await pause(200)
  }
  const complaints: string[] = []
  for (const text of dashboardQueries('10s')) {
    const { status, error } = await query(text)
    if (status !== 'success') complaints.push(`${text}: ${error ?? 'no answer'}`)
  }
  for (const text of ['soroka_database_up == 1', 'up{job="soroka"} == 1', 'soroka_disk_free_bytes > 0'])
    if (((await query(text)).data?.result?.length ?? 0) !== 1) complaints.push(`${text} is not so`)
  const rules = (await ask('/rules')).data?.groups?.flatMap((group) => group.rules) ?? []
  if (rules.length < 20) complaints.push(`${rules.length} alerts are judged`)
  for (const { name, health, lastError } of rules)
    if (health !== 'ok') complaints.push(`${name}: ${health} ${lastError ?? ''}`)
  return complaints
}
