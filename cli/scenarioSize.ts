import { clock } from "../sim/core/clock.ts";
import type { Scenario } from "../sim/scenario.ts";

export interface ScenarioSize {
  readonly epochs: number;
  readonly epochDays: number;
  readonly miners: number;
  /** operators who may join later */
  readonly entrants: number;
  readonly validators: number;
}

export function sizeOf({ blockTime, tempo, duration, participants }: Scenario): ScenarioSize {
  const { epochs, epochDays } = clock(blockTime, tempo, duration);
  const size = { epochs, epochDays, miners: 0, entrants: 0, validators: 0 };
  for (const group of participants) {
    if (group.role === "validator") size.validators += group.count;
    else {
      size.miners += group.count;
      size.entrants += group.entrants;
    }
  }
  return size;
}
