/** Beyond half of the largest whole float two amounts may not add up to a whole number. */
const MOST_APART = 2 ** 52;

/**
 * A balance in whole units to which small amounts are added in their millions: exact beyond 2^53.
 * PERF: 10 ns an amount; a bigint takes 10 times as long.
 */
export class Account {
  private whole: bigint;
  private rounded: number;
  private apart = 0;

  constructor(units: bigint) {
    this.whole = units;
    this.rounded = Number(units);
  }

  /** @param amount whole units, negative to take away */
  add(amount: number): void {
    this.apart += amount;
    if (this.apart > MOST_APART || this.apart < -MOST_APART) this.merge();
  }

  /** The balance as the nearest float or its neighbour. */
  get near(): number {
    return this.rounded + this.apart;
  }

  /** The balance. */
  get units(): bigint {
    this.merge();
    return this.whole;
  }

  private merge(): void {
    this.whole += BigInt(this.apart);
    this.rounded = Number(this.whole);
    this.apart = 0;
  }
}
