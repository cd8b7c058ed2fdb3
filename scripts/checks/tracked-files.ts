import { execFileSync } from 'node:child_process'

/** Every file that git tracks or would track, as paths from the root. */
export function trackedFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  })
  return listed.split('\0').filter(Boolean)
}
