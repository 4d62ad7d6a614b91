import { writeFileSync } from "node:fs";
import { hardware, hardwareNames } from "../sim/data/hardware.ts";
import { jsonSchema } from "../sim/scenario.ts";
import { expectedOneOf } from "../sim/scenario/errors.ts";
import { hourlyCost } from "../sim/theory/capital.ts";
import { catalog } from "./catalog.ts";
import { BadInput } from "./errors.ts";
import { firstSentence, table } from "./text.ts";

/** The same list for machines and for people. */
export interface Listing {
  readonly rows: readonly object[];
  readonly text: string;
}

/** Slots with their kinds, one slot or all. @throws BadInput for a slot that is not there */
export function slotList(slot: string | undefined): Listing {
  const names = Object.keys(catalog);
  if (slot !== undefined && !names.includes(slot)) {
    throw new BadInput(`${slot} is no slot; ${expectedOneOf([...names, "hardware", "backends"], slot)}`);
  }
  const chosen = Object.entries(catalog).filter(([name]) => slot === undefined || name === slot);
  const rows = chosen.flatMap(([name, { kinds }]) =>
    kinds.map(({ kind, about }) => ({ slot: name, kind, about: firstSentence(about) })),
  );
  return { rows, text: table(rows.map((row) => [`${row.slot}.${row.kind}`, row.about])) };
}

/** Classes of hardware with their costs per available hour. */
export function hardwareList(): Listing {
  const rows = hardwareNames.map((name) => {
    const unit = hardware[name];
    const cost = hourlyCost({ ...unit, salvageUsd: unit.salvageShare * unit.capexUsd });
    return { name, ...unit, runningUsdPerHour: cost.running, fullUsdPerHour: cost.full };
  });
  const header = ["class", "capex USD", "running USD/h", "full USD/h", "throughput"];
  const cells = rows.map((row) => [
    row.name,
    `${row.capexUsd}`,
    row.runningUsdPerHour.toFixed(3),
    row.fullUsdPerHour.toFixed(3),
    `${row.throughput}`,
  ]);
  return { rows, text: table([header, ...cells]) };
}

/** Tensor backends, each tried here. */
export async function backendList(): Promise<Listing> {
  const { listBackends } = await import("../models/backend/index.ts");
  const rows = await listBackends();
  const cells = rows.map(({ name, about, works, detail }) => [name, works ? "works" : "does not work", about, detail]);
  return { rows, text: table(cells) };
}

export function schemaText(): string {
  return JSON.stringify(jsonSchema(catalog), null, 2);
}

/** @throws BadInput when the file cannot be written */
export function writeSchema(file: string): void {
  try {
    writeFileSync(file, `${schemaText()}\n`);
  } catch (error) {
    throw new BadInput(`${file} cannot be written: ${(error as Error).message}`);
  }
}
