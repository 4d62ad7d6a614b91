import { Bench } from "tinybench";

/** A measured speed. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** Work per second at the fastest of a few runs, after one to warm up. */
export async function best(work: number, once: () => unknown): Promise<number> {
  const bench = new Bench({ iterations: 5, time: 0, warmupIterations: 1, warmupTime: 0 });
  bench.add("work", async () => {
    await once();
  });
  const [task] = await bench.run();
  const { result } = task!;
  if (result.state !== "completed") throw new Error(`bench: ${result.state}`);
  return (1000 * work) / result.latency.min;
}

/** Milliseconds of one call at its fastest, and in the median, over half a second and at least five calls. */
export async function fastest(once: () => unknown): Promise<{ best: number; median: number }> {
  const bench = new Bench({ iterations: 5, time: 500, warmupIterations: 5, warmupTime: 100 });
  bench.add("work", () => void once());
  const [task] = await bench.run();
  const { result } = task!;
  if (result.state !== "completed") throw new Error(`bench: ${result.state}`);
  return { best: result.latency.min, median: result.latency.p50 };
}

/** Rows as aligned text. */
export function table(rows: readonly BenchRow[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows.map(({ name, value, unit }) => `${name.padEnd(width)}  ${shown(value).padStart(12)} ${unit}`).join("\n");
}

function shown(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
}
