import { defineConfig } from 'drizzle-kit'

/** `npm run migrations -- --name what_changed` reads every feature's tables and writes the next migration. */
export default defineConfig({
  dialect: 'postgresql',
  schema: ['./apps/server/src/features/*/schema.ts', './apps/server/src/platform/*/schema.ts'],
  out: './apps/server/migrations',
})
