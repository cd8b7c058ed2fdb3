// The entry. The driver is mended before anything loads it.
import './platform/db/mend-driver.ts'

await import('./run.ts')
