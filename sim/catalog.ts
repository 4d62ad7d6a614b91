import type { Slot } from "./core/slot.ts";
import { slot } from "./core/slot.ts";
import { consensus } from "./consensus/index.ts";
import { demand } from "./demand/index.ts";
import { emission } from "./emission/index.ts";
import { market } from "./market/index.ts";
import { membership } from "./membership/index.ts";
import { minerBehaviour } from "./minerBehaviour/index.ts";
import { price } from "./price/index.ts";
import { registration } from "./registration/index.ts";
import { scoring } from "./scoring/index.ts";
import { settlement } from "./settlement/index.ts";
import { shocks } from "./shocks/index.ts";
import { taper } from "./taper/index.ts";
import type { Task } from "./task/contract.ts";
import { economyTasks } from "./task/index.ts";
import { validatorBehaviour } from "./validatorBehaviour/index.ts";
import { verification } from "./verification/index.ts";
import { workload } from "./workload/index.ts";

/**
 * The rules that a scenario may name, a slot a line. A value, so that `models/` joins in with
 * `{ ...economy, task: slot([...economyTasks, digits]) }`.
 */
export const economy = {
  emission,
  taper,
  consensus,
  scoring,
  verification,
  demand,
  market,
  settlement,
  price,
  workload,
  membership,
  registration,
  shocks,
  minerBehaviour,
  validatorBehaviour,
  task: slot<Task>(economyTasks),
};

export type Catalog = {
  readonly [Name in keyof typeof economy]: (typeof economy)[Name] extends Slot<infer Rule> ? Slot<Rule> : never;
};
