/** A measured speed. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** Best of three after one to warm up, as work per second. */
export async function best(work: number, once: () => unknown): Promise<number> {
  await once();
  let fastest = 0;
  for (let k = 0; k < 3; k++) {
    const started = performance.now();
    await once();
    fastest = Math.max(fastest, (1000 * work) / (performance.now() - started));
  }
  return fastest;
}

/** Rows as aligned text. */
export function table(rows: readonly BenchRow[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows.map(({ name, value, unit }) => `${name.padEnd(width)}  ${shown(value).padStart(12)} ${unit}`).join("\n");
}

function shown(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
}
