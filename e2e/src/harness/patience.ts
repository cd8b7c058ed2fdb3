/** How long a story waits for what must come: far more than it takes, since machines that test are slow and busy (ms). */
export const patience = 45_000
