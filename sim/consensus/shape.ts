import type { ConsensusInput } from "./contract.ts";

/** One shape check at the top of an epoch. @throws RangeError naming what disagrees with n */
export function checkShapes(where: string, input: ConsensusInput): void {
  const { n, stake, lastUpdate, registeredAt, permits, weights, bonds } = input;
  for (const [name, vector] of Object.entries({ stake, lastUpdate, registeredAt, permits })) {
    if (vector.length !== n) throw new RangeError(`${where}: ${name} has ${vector.length} entries; expected n = ${n}`);
  }
  for (const [name, m] of Object.entries({ weights, bonds })) {
    if (m.rows !== n || m.cols !== n) {
      throw new RangeError(`${where}: ${name} is ${m.rows} x ${m.cols}; expected n x n with n = ${n}`);
    }
  }
}
