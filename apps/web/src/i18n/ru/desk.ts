// Words of the desk of those who run the server.
import admin from './admin.json'

export const texts = { admin }
