/** Enough for any bracket of doubles: every third step halves the bracket. */
const MOST_STEPS = 400;

/**
 * Root of a continuous function that rises through zero between `low` and `high`: false position with the Illinois
 * correction (the end that stays put counts half), and a bisection every third step, so that a kink cannot stall it.
 *
 * @param rising    f(low) <= 0 <= f(high)
 * @param tolerance relative width of the last bracket; 0 goes down to neighbouring floats
 * @returns the upper end of the last bracket, where f >= 0
 */
export function rootOfRising(rising: (x: number) => number, low: number, high: number, tolerance: number): number {
  let fLow = rising(low);
  let fHigh = rising(high);
  if (fLow >= 0) return low;
  let side = 0;
  for (let step = 1; step <= MOST_STEPS && high - low > tolerance * Math.abs(high); step++) {
    const middle = low + (high - low) / 2;
    const guess = step % 3 === 0 ? middle : (low * fHigh - high * fLow) / (fHigh - fLow);
    const x = guess > low && guess < high ? guess : middle;
    if (x <= low || x >= high) break;
    const f = rising(x);
    if (f >= 0) {
      high = x;
      fHigh = f;
      if (side > 0) fLow /= 2;
      side = 1;
    } else {
      low = x;
      fLow = f;
      if (side < 0) fHigh /= 2;
      side = -1;
    }
    if (f === 0) break;
  }
  return high;
}
