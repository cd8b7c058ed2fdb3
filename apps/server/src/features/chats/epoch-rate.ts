/** Each verifies signatures and reads whole key chains; an honest device writes a few in a minute (S7). */
export const epochWrites = { amount: 120, seconds: 60 }
