/** Runs `work` for each item, `atOnce` at a time; answers in the order of the items. */
export async function eachOf<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++
      const item = items[at] as T
      answers[at] = await work(item)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return answers
}
