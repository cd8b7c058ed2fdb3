/** What was opened and has to be closed again, the last first. */
export interface Closers {
  add(close: () => unknown): void
  /** Closes everything once; one that fails is reported and does not keep the others open. */
  close(): Promise<void>
}

export function createClosers(onError: (error: unknown) => void): Closers {
  const open: (() => unknown)[] = []
  return {
    add: (close) => void open.push(close),
    close: async () => {
      for (let close = open.pop(); close !== undefined; close = open.pop()) {
        try {
          await close()
        } catch (error) {
          onError(error)
        }
      }
    },
  }
}
