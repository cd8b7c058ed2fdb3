/** A lock that every tab in a call holds: whoever rings learns from it that this device is busy. */
export const callLine = 'soroka-call'
