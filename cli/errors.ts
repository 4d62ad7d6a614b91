/** Input that cannot be used: exit code 2, its message on stderr and nothing else, nothing written. */
export class BadInput extends Error {
  override readonly name = "BadInput";
}

/** Exit codes: done; the answer is no, or a run failed; bad input. */
export const exitCodes = { done: 0, failed: 1, badInput: 2 } as const;
