import { ensureWebBuilt } from '../../../scripts/web-build.ts'

/** Once before all stories: two servers that start at a time must not both build. */
export default async function build(): Promise<void> {
  await ensureWebBuilt(console.log)
}
