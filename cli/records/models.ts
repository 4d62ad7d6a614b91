import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BadInput } from "../errors.ts";
import { lastCheckpoint } from "../run/checkpoints.ts";
import { readStates } from "../run/states.ts";
import { readManifest } from "./read.ts";
import { safetensors } from "./safetensors.ts";

export interface WrittenModel {
  readonly id: string;
  readonly file: string;
  /** optimiser steps */
  readonly steps: number;
}

/** What a trained task saves of its models; see docs/records.md. */
interface Saved {
  readonly architecture: string;
  readonly shapes: readonly (readonly [number, number])[];
  readonly ids: readonly string[];
  readonly steps: Float64Array;
  readonly weights: readonly Float32Array[];
}

/**
 * Models of the newest checkpoint, each as FOLDER/ID.safetensors; those of the arm keep at its end, once that is played.
 * @throws BadInput when the folder is no run's, or has no checkpoint of a task with models
 */
export async function writeModels(dir: string, folder: string): Promise<readonly WrittenModel[]> {
  const { status, hash, arms } = await readManifest(dir);
  const checkpoint = await lastCheckpoint(dir);
  if (checkpoint === undefined) {
    throw new BadInput(
      `${dir}: this run is ${status} and has no checkpoint; expected one that is under way, or was run with --models`,
    );
  }
  const { playing } = checkpoint.state;
  const kept = readStates(dir).ends["keep"];
  const { world, learner } = kept ?? checkpoint.state;
  if (!("architecture" in learner && "shapes" in learner))
    throw new BadInput(`${dir}: its checkpoint holds no models; expected a run of a task that trains`);
  const { architecture, shapes, ids, steps, weights } = learner as unknown as Saved;
  const about = { architecture, arm: kept ? "keep" : arms[playing]!, epochs: String(world.epoch), hash };
  const written: WrittenModel[] = [];
  for (const [k, id] of ids.entries()) {
    let at = 0;
    const tensors = shapes.map(([rows, cols], t) => {
      const values = weights[k]!.subarray(at, (at += rows * cols));
      return { name: String(t), shape: [rows, cols], values };
    });
    const file = join(folder, `${id}.safetensors`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, safetensors(tensors, { ...about, id, steps: String(steps[k]!) }));
    written.push({ id, file, steps: steps[k]! });
  }
  return written;
}
