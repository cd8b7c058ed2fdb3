// The health check of the container: whether the server takes work.
const { ok } = await fetch('http://127.0.0.1:8080/readyz').catch(() => ({ ok: false }))
process.exit(ok ? 0 : 1)
