/**
 * Records of an invented network with known answers: 24 miners of three hardware classes; where the subsidy ends, half of
 * the most costly ones stop soon after, and customers follow. Levels are rates per day, so that the epochs' length does not
 * change them.
 */
import type { Manifest } from "../../sim/manifest.ts";
import { memoryRecorder } from "../../sim/memoryRecorder.ts";
import { tables, type Row, type Rows } from "../../sim/record.ts";
import type { Records } from "../../reports/records.ts";

export interface Invented {
  readonly epochDays?: number;
  readonly days?: number;
  readonly fromDay?: number;
  readonly announcedDay?: number;
  readonly floorDay?: number;
  /** the subsidy never ends */
  readonly never?: boolean;
  /** nobody asks for anything */
  readonly noDemand?: boolean;
  /** growth of demand, a fraction a quarter */
  readonly growth?: number;
  readonly status?: Manifest["status"];
  /** rows of each epoch are handed over as well */
  readonly each?: (rows: Rows) => void;
}

const hardware = ["h100", "a100", "4090"];
export const size = 24;

export function manifest(options: Invented = {}): Manifest {
  const { epochDays = 7, days = 1092, fromDay = 364, never = false, status = "complete" } = options;
  const { announcedDay = fromDay, floorDay = fromDay } = options;
  return {
    taper: "0.0.0",
    name: "invented",
    question: "What survives of an <invented> network?",
    hash: "0123456789abcdef".repeat(4),
    seed: 1,
    backend: "curve",
    versions: { node: "20" },
    arms: ["cut", "keep"],
    blockSeconds: 12,
    tempo: epochDays * 7200,
    epochs: Math.floor(days / epochDays),
    epochDays,
    subsidyEnd: never ? null : { announcedDay, fromDay, floorDay },
    scale: { stepsPerReferenceHour: 2, requestsPerReferenceHour: 1000 },
    hardwareLifeDays: 1095,
    warnings: [],
    scenario: { name: "invented", source: "https://example.org" },
    status,
  };
}

/** Miners 0, 2, 4 ... 10 of the cut arm stop 4 weeks after the cut, one a week. */
export function serves(id: number, arm: string, day: number, cutDay: number): boolean {
  return arm === "keep" || id >= 12 || id % 2 === 1 || day < cutDay + 28 + (7 * id) / 2;
}

export function invented(options: Invented = {}): Records {
  const about = manifest(options);
  const recorder = memoryRecorder();
  for (let epoch = 0; epoch < about.epochs; epoch++) {
    const arms = ["cut", "keep"].map((arm) => epochRows(about, options, arm, epoch));
    const rows = Object.fromEntries(tables.map(({ name }) => [name, arms.flatMap((more) => more[name] ?? [])]));
    options.each?.(rows);
    void recorder.write(rows);
  }
  return { manifest: about, frames: recorder.frames() };
}

function epochRows(about: Manifest, options: Invented, arm: string, epoch: number): Rows {
  const { epochDays } = about;
  const key = { arm, epoch, subnet: 0 };
  const day = epoch * epochDays;
  const middle = day + epochDays / 2;
  const cutDay = about.subsidyEnd?.floorDay ?? Infinity;
  const paid = arm === "keep" || day < cutDay;
  const ids = Array.from({ length: size }, (_, i) => i);
  const serving = ids.filter((id) => serves(id, arm, day, cutDay));
  const gone = paid ? 0 : 1 - Math.exp(-(middle - cutDay) / 90);
  const quality = 0.9 - 0.2 * gone;
  const wanted = options.noDemand ? 0 : 20000 * (1 + ((options.growth ?? 0) * middle) / 91) * (1 - 0.4 * gone);
  const capacity = serving.length * 1500;
  const served = Math.min(wanted, capacity);
  const price = 3 - gone;
  const fees = served * 0.05;
  const epochRow = {
    ...zeros("epochs"),
    ...key,
    day: day + epochDays,
    block: epoch * about.tempo,
    subsidyMultiplier: paid ? 1 : 0,
    price,
    serving: serving.length,
    owning: Math.min(size, serving.length + 3),
    hours: serving.length * 22 * epochDays,
    capacity: capacity * epochDays,
    meanQuality: quality,
    servedQuality: served > 0 ? quality - 0.02 * Math.sin(epoch) ** 2 : NaN,
    rewardedQuality: quality,
    wanted: wanted * epochDays,
    served: served * epochDays,
    unmet: (wanted - served) * epochDays,
    waitSeconds: served > 0 ? 1 : NaN,
    serviceValueUsd: served * 0.08 * quality * epochDays,
    revenueUsd: fees * epochDays,
    customerFundedUsd: fees * epochDays,
    netSubsidyTokens: (paid ? 400 : 0) * epochDays,
    netSubsidyUsd: (paid ? 400 * price : 0) * epochDays,
    runningCostUsd: serving.length * 40 * epochDays,
    fullCostUsd: serving.length * 75 * epochDays,
  };
  const share = serving.length === 0 ? 0 : epochDays / serving.length;
  return {
    epochs: [epochRow],
    segments: ["startups", "labs"].map((segment, k) => ({
      ...zeros("segments"),
      ...key,
      segment,
      belief: quality + 0.03 * k,
      networkShare: (0.6 - 0.2 * k) * (1 - 0.5 * gone),
      cloudShare: 0.3,
      nothingShare: 0.1,
      surplusUsd: 50,
    })),
    flows: [
      { ...key, ledger: "usd", from: 'customers, "all"', to: "operators", why: "fees", amount: fees * epochDays },
    ],
    miners: serving.map((id) => ({
      ...zeros("miners"),
      ...key,
      id: `m${id}`,
      behaviour: behaviour(id),
      serves: `m${id}`,
      quality,
      payTokens: paid ? 400 * share : 0,
      feesUsd: fees * share,
    })),
    validators: [
      {
        ...zeros("validators"),
        ...key,
        id: "v0",
        behaviour: "honest",
        working: 1,
        payTokens: paid ? 100 * epochDays : 0,
        feesUsd: 10 * epochDays,
      },
    ],
    operators: ids.map((id) => ({
      ...zeros("operators"),
      ...key,
      id: `m${id}`,
      group: id < 12 ? "early" : "late",
      hardware: hardware[id % 3]!,
      behaviour: behaviour(id),
      status: serving.includes(id) ? "serving" : id < 4 ? "off" : "gone",
      served: serving.includes(id) ? 1 : 0,
      customerFundedUsd: serving.includes(id) ? fees * share : 0,
      netSubsidyUsd: serving.includes(id) && paid ? 400 * share * price : 0,
    })),
    audits: [{ ...zeros("audits"), ...key, validator: "v0", miner: "m1", found: epoch % 5 === 0 ? NaN : 0.1 + 0.2 }],
  };
}

const behaviour = (id: number): string => (id % 8 === 7 ? "lazy" : "honest");

/** A row of a table with nothing in it. */
export function zeros(name: string): Row {
  const { columns } = tables.find((table) => table.name === name)!;
  return Object.fromEntries(columns.map((column) => [column.name, column.type === "text" ? "" : 0]));
}
