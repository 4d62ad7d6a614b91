/** Pictures of what was learnt, for tasks that have something to see: `pictures/ARM-MINER.png` of each arm's best miner. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Arms } from "../../sim/arms.ts";
import type { Row } from "../../sim/record.ts";
import type { Played } from "../../sim/run.ts";
import type { Exhibit } from "../../sim/task/contract.ts";

/** Draws the final model of the best miner of each arm that ends with this epoch. */
export async function writeExhibits(dir: string, { arms }: Arms, epoch: Played): Promise<void> {
  const { learner } = epoch.save();
  for (const { name, rules } of arms.filter((arm) => epoch.arms.includes(arm.name))) {
    const id = bestMiner(epoch.rows["miners"]!, name);
    const exhibit = id === undefined ? undefined : await rules.task.exhibit?.(learner, id);
    if (!exhibit) continue;
    await mkdir(join(dir, "pictures"), { recursive: true });
    await writeFile(join(dir, "pictures", `${name}-${id!.replaceAll("/", "-")}.png`), await png(exhibit));
  }
}

/**
 * The miner with the highest true quality, the first of equals; undefined where nobody serves a model. Who passes on the
 * answers of another has none.
 */
function bestMiner(miners: readonly Row[], arm: string): string | undefined {
  const own = miners.filter((row) => row["arm"] === arm && row["form"] !== "answers");
  const best = own.reduce<Row | undefined>(
    (top, row) => (top === undefined || Number(row["quality"]) > Number(top["quality"]) ? row : top),
    undefined,
  );
  return best && String(best["id"]);
}

async function png({ width, height, rgb }: Exhibit): Promise<Uint8Array> {
  const { createCanvas } = await import("@napi-rs/canvas");
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    image.data.set(rgb.subarray(3 * pixel, 3 * pixel + 3), 4 * pixel);
    image.data[4 * pixel + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas.toBuffer("image/png");
}
