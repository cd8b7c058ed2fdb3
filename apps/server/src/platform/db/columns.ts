import { bigint, customType } from 'drizzle-orm/pg-core'

/** An id as base64url text; COLLATE "C" compares it bytewise, without a locale. */
export const idText = customType<{ data: string; driverData: string }>({ dataType: () => 'text COLLATE "C"' })

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** Milliseconds since 1970, by the server's clock. */
export const moment = (name: string) => bigint(name, { mode: 'number' })
