import { settingsOf } from "../settings.ts";
import { endOfRun, type Records } from "../records.ts";
import { subsidyEndOf } from "../subsidyEnd.ts";
import { horizons, windowAfter, type Period } from "./windows.ts";

export const horizonNames = ["quarter", "year", "life"] as const;
export type HorizonName = (typeof horizonNames)[number];

/** A time after T0 at which retention is read, and the window that ends there. */
export interface Horizon extends Pick<Period, "label" | "window" | "missing"> {
  readonly name: HorizonName;
  /** days from T0 to the end of the window */
  readonly days: number;
}

/**
 * 13 weeks, one year, and the life of the longest lived hardware with the lag of its delivery: what was bought just before
 * the end of the subsidy is worn out by then. Empty where the subsidy never ends.
 */
export function horizonsOf(records: Records): readonly Horizon[] {
  const cut = subsidyEndOf(records);
  if (cut === null) return [];
  const end = endOfRun(records);
  const life = {
    days: records.manifest.hardwareLifeDays + settingsOf(records.manifest).deliveryLagDays,
    label: "hardware life after",
  };
  const all = { ...horizons, life };
  return horizonNames.map((name) => ({ name, ...all[name], ...windowAfter(all[name].days, cut.floorDay, end) }));
}
