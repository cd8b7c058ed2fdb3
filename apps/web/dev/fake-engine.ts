export function connect() {
  return {
    subscribe: async () => () => {},
    auth: { session: async () => null },
    connection: async () => 'online',
  } as any
}
