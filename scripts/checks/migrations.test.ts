import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lintMigrations } from './migrations.ts'

test('a migration that would stop a running service, or its older nodes, does not pass', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'soroka-migrations-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const lint = (text: string): string => {
    writeFileSync(path.join(folder, '0099_next.sql'), text)
    return lintMigrations(folder).join('\n')
  }
  expect(lint('ALTER TABLE "users" ADD COLUMN "motto" text;')).toBe('')
  expect(lint('CREATE INDEX "users_motto" ON "users" ("motto");')).toContain('require-concurrent-index-creation')
  expect(lint('ALTER TABLE "users" DROP COLUMN "name";')).toContain('ban-drop-column')
  expect(lint('ALTER TABLE "users" RENAME COLUMN "name" TO "title";')).toContain('renaming-column')
  expect(lint('ALTER TABLE "users" ALTER COLUMN "created_at" TYPE text;')).toContain('changing-column-type')
  expect(lint('ALTER TABLE "users" ALTER COLUMN "role" SET NOT NULL;')).toContain('adding-not-nullable-field')
})
