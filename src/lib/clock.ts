/** Where the time comes from. Everything that depends on time takes one, so tests can hold or move it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
