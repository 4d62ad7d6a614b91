import { choose } from "../../models/backend/index.ts";
import { mlp } from "../../models/fleet/architectures/mlp.ts";
import { newMember } from "../../models/fleet/member.ts";
import { answer } from "../../models/fleet/serve.ts";
import { train } from "../../models/fleet/train.ts";
import { stream } from "../../sim/core/random.ts";
import { best, table, type BenchRow } from "../table.ts";
import { lessonsOf, type Size, sizes } from "./lessons.ts";
import { kernelPeak } from "./peak.ts";
import { onStockKernels, timeLoop } from "./stock.ts";

/** Model-steps per second of fleets that train together, beside plain TensorFlow.js, and answers per second of fleets that serve. */
export async function benchFleet(): Promise<string> {
  const backend = await choose("auto");
  const wasm = backend.name === "wasm";
  const rows: BenchRow[] = [];
  const peak = wasm ? await backend.exclusively(kernelPeak) : NaN;
  if (wasm) rows.push({ name: "product kernel on data in the first cache", value: peak, unit: "GFLOP/s" });
  for (const size of sizes) {
    const name = `${size.layers.join("-")} x ${size.miners}, batch ${size.batch}, ${backend.name}`;
    const ours = await backend.exclusively(() => timeTraining(size));
    rows.push({ name: `training, ${name}`, value: ours, unit: "model-steps/s" });
    if (wasm) rows.push(...(await backend.exclusively(() => besideStock(size, name, ours, peak))));
    rows.push({
      name: `serving, ${name}`,
      value: await backend.exclusively(() => timeServing(size)),
      unit: "answers/s",
    });
  }
  return table(rows);
}

/** The same training on the stock kernels of the wasm backend, as a fleet and as a loop over models. */
async function besideStock(size: Size, name: string, ours: number, peak: number): Promise<BenchRow[]> {
  const [fleet, loop] = await onStockKernels(async () => [await timeTraining(size), await timeLoop(size)] as const);
  return [
    { name: `  share of the kernel's peak`, value: (ours * flopsOf(size)) / 1e9 / peak, unit: "" },
    { name: `  stock TensorFlow.js fleet, ${name}`, value: fleet, unit: "model-steps/s" },
    { name: `  ours as a multiple of it`, value: ours / fleet, unit: "" },
    { name: `  stock TensorFlow.js loop, ${name}`, value: loop, unit: "model-steps/s" },
    { name: `  ours as a multiple of it`, value: ours / loop, unit: "" },
  ];
}

/** Floating-point operations in the products of one step of one model: forward, gradient of weights, gradient of inputs. */
function flopsOf({ layers, batch }: Size): number {
  return layers.slice(1).reduce((sum, outputs, k) => {
    const product = 2 * batch * layers[k]! * outputs;
    return sum + product * (k === 0 ? 2 : 3);
  }, 0);
}

function timeTraining(size: Size): Promise<number> {
  const net = mlp(size.layers, "class");
  const members = Array.from({ length: size.miners }, (_, m) => newMember(net, 1, `miner-${m}`));
  const steps = new Int32Array(size.miners).fill(size.steps);
  return best(size.miners * size.steps, () => train(net, members, steps, lessonsOf(net, size)));
}

async function timeServing({ layers, miners }: Size): Promise<number> {
  const net = mlp(layers, "class");
  const count = 500;
  const models = Array.from({ length: miners }, (_, m) => newMember(net, 1, `miner-${m}`).weights);
  const inputs = Float32Array.from({ length: count * net.inputs }, stream(1, "bench"));
  return best(miners * count, () => answer(net, models, inputs));
}
