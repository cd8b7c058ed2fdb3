// Makes the secrets.json that all nodes of a cluster share, in a folder that the owner names. One that is there stays.
import { mkdir } from 'node:fs/promises'
import { readSecrets } from '../../apps/server/src/secrets.ts'

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  process.stderr.write('Usage: node deploy/kubernetes/make-keys.ts FOLDER\n')
  process.exit(1)
}
await mkdir(folder, { recursive: true, mode: 0o700 })
await readSecrets(folder)
process.stdout.write(`${folder}/secrets.json is there. Keep a copy where the cluster is not.\n`)
