import { ScenarioError } from "../../sim/scenario/errors.ts";
import { readSnapshot, type Snapshot } from "../../sim/snapshot/read.ts";
import { BadInput } from "../errors.ts";
import { textOf } from "../textFile.ts";

/** Reads and checks a snapshot. @throws BadInput with every message, one a line */
export function snapshotOf(file: string): Snapshot {
  const text = textOf(file, "a snapshot (docs/snapshots.md)");
  try {
    return readSnapshot(text, file);
  } catch (error) {
    throw error instanceof ScenarioError ? new BadInput(error.message) : error;
  }
}
