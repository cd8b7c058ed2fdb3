import { readFile } from 'node:fs/promises'

interface Manifest {
  allowScripts?: Record<string, boolean>
}
interface Lock {
  packages: Record<string, { hasInstallScript?: boolean; os?: string[] }>
}

/** S18: every dependency that would run a script when it is installed is named in package.json, with a decision. */
export async function checkInstallScripts(): Promise<string[]> {
  const { allowScripts = {} } = JSON.parse(await readFile('package.json', 'utf8')) as Manifest
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8')) as Lock
  return Object.entries(packages)
    .filter(([, entry]) => entry.hasInstallScript === true)
    .map(([at]) => at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length))
    .filter((name) => !(name in allowScripts))
    .map((name) => `${name} has an install script: decide in "allowScripts" of package.json`)
}
