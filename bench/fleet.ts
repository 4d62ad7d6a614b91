import { choose } from "../models/backend/index.ts";
import { newMember } from "../models/fleet/member.ts";
import { mlp } from "../models/fleet/architectures/mlp.ts";
import { serve } from "../models/fleet/serve.ts";
import { type Lessons, train } from "../models/fleet/train.ts";
import { stream } from "../sim/core/random.ts";
import { best, table, type BenchRow } from "./table.ts";

const BATCH = 32;
const SIZES: readonly (readonly number[])[] = [
  [196, 32, 10],
  [784, 64, 10],
];

/** Model-steps per second of fleets that train together, and answers per second of fleets that serve. */
export async function benchFleet(fleets: readonly number[] = [24, 32]): Promise<string> {
  const backend = await choose("auto");
  const rows: BenchRow[] = [];
  for (const sizes of SIZES) {
    for (const miners of fleets) {
      const name = `${sizes.join("-")} x ${miners} miners, ${backend.name}`;
      const steps = sizes[0]! > 400 ? 12 : 48;
      const training = await backend.exclusively(() => timeTraining(sizes, miners, steps));
      rows.push({ name: `training, batch ${BATCH}, ${name}`, value: training, unit: "model-steps/s" });
      const serving = await backend.exclusively(() => timeServing(sizes, miners));
      rows.push({ name: `serving, ${name}`, value: serving, unit: "answers/s" });
    }
  }
  return table(rows);
}

function timeTraining(sizes: readonly number[], miners: number, steps: number): Promise<number> {
  const net = mlp(sizes, "class");
  const members = Array.from({ length: miners }, (_, m) => newMember(net, 1, `miner-${m}`));
  const random = stream(1, "bench");
  const image = Float32Array.from({ length: net.inputs }, random);
  const lessons: Lessons = {
    batch: BATCH,
    rates: members.map(() => 1e-3),
    write(member, step, at, { inputs, targets }) {
      for (let k = 0; k < BATCH; k++) {
        inputs.set(image, (at + k) * net.inputs);
        targets[at + k] = (member + step + k) % net.outputs;
      }
    },
  };
  return best(miners * steps, () => train(net, members, new Int32Array(miners).fill(steps), lessons));
}

async function timeServing(sizes: readonly number[], miners: number): Promise<number> {
  const net = mlp(sizes, "class");
  const count = 500;
  const server = serve(
    net,
    Array.from({ length: miners }, (_, m) => newMember(net, 1, `miner-${m}`).weights),
  );
  const images = Float32Array.from({ length: count * net.inputs }, stream(1, "bench"));
  const everyone = Array.from({ length: miners }, (_, m) => m);
  const speed = await best(miners * count, () => server.answer(everyone, images));
  server.dispose();
  return speed;
}
