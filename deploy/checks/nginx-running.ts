import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pagePolicy, scriptPolicy, securityHeaders } from '../../apps/server/src/platform/static/security-headers.ts'
import { needProgram, programs } from '../../scripts/programs.ts'
import { copyNginx } from './nginx-copy.ts'
import { freePort } from '../../scripts/free-port.ts'

const forever = 'public, max-age=31536000, immutable'

/** nginx gives a page the same protection as the server does, and what does not exist is not there. */
export async function checkNginxRunning(): Promise<string[]> {
  const port = await freePort()
  const copy = await copyNginx(port)
  const files = {
    'soroka/index.html': '<script nonce="__CSP_NONCE__"></script><style nonce="__CSP_NONCE__"></style>',
    'soroka/.releases.json': '{}',
    'soroka/sw.js': '1',
    'soroka/assets/now-abc.js': '1',
    'kept/assets/before-abc.js': '1',
  }
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(copy.folder, 'srv', name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  const nginx = spawn(needProgram(programs.nginx), ['-c', copy.file, '-g', 'daemon off;'], { stdio: 'ignore' })
  try {
    return await judge(`http://127.0.0.1:${port}`)
  } finally {
    nginx.kill('SIGQUIT')
    if (nginx.exitCode === null) await once(nginx, 'exit')
    await copy.remove()
  }
}

async function judge(base: string): Promise<string[]> {
  const complaints: string[] = []
  const expect = (what: string, got: unknown, wanted: unknown): void => {
    if (got !== wanted) complaints.push(`${what}: ${String(got)}\n  wanted ${String(wanted)}`)
  }
  const ask = (at: string, init: RequestInit = {}): Promise<Response> =>
    fetch(base + at, { redirect: 'manual', headers: { accept: 'text/html' }, ...init })
  await answering(() => ask('/healthz'))

  const nonces = new Set<string>()
  for (const at of ['/', '/c/some-chat', '/index.html', '/share']) {
    const page = await ask(at)
    const [first, second] = [...(await page.text()).matchAll(/nonce="([0-9a-f]{32})"/g)].map((match) => match[1] ?? '')
    nonces.add(first ?? '')
    expect(`${at} status`, page.status, 200)
    expect(`${at} has one nonce`, second, first)
    expect(`${at} policy`, page.headers.get('content-security-policy'), pagePolicy(first ?? '', ' wss://127.0.0.1'))
    expect(`${at} caching`, page.headers.get('cache-control'), 'no-cache')
    for (const [name, value] of Object.entries(securityHeaders(true)))
      if (name !== 'content-security-policy') expect(`${at} ${name}`, page.headers.get(name), value)
  }
  expect('a nonce for each page', nonces.size, 4)

  const asset = await ask('/assets/now-abc.js')
  expect('asset caching', asset.headers.get('cache-control'), forever)
  expect('asset policy', asset.headers.get('content-security-policy'), scriptPolicy(' wss://127.0.0.1'))
  const kept = await ask('/assets/before-abc.js')
  expect('an asset of the release before', `${kept.status} ${kept.headers.get('cache-control')}`, `200 ${forever}`)
  const gone = await ask('/assets/gone-abc.js')
  expect('a missing asset', `${gone.status} ${gone.headers.get('cache-control')}`, '404 no-cache')
  expect('the worker is asked for again', (await ask('/sw.js')).headers.get('cache-control'), 'no-cache')
  expect('a hidden file', (await ask('/.releases.json')).status, 404)
  expect('what a script fetches and is not there', (await ask('/c/x', { headers: { accept: '*/*' } })).status, 404)
  const shared = await ask('/share', { method: 'POST', body: 'x' })
  expect('a share without a worker', `${shared.status} ${shared.headers.get('location')}`, '303 /share')
  return complaints
}

async function answering(ask: () => Promise<Response>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await ask()
      return
    } catch (error) {
      if (tries > 50) throw error
      await pause(100)
    }
  }
}
