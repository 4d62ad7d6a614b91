import type { ValidatorPolicy } from "../validatorBehaviour/contract.ts";
import type { Costs } from "./costs.ts";
import type { WorkPlan } from "../task/contract.ts";

/** What will be done in an epoch. All [operators] unless said. */
export interface Plan {
  readonly work: WorkPlan;
  /** blocks [from, to) of the epoch */
  readonly from: number;
  readonly to: number;
  /** what hardware costs */
  readonly costs: Costs;
  /** available unit-hours on the subnet, and on the outside workload */
  readonly hours: Float64Array;
  readonly outsideHours: Float64Array;
  /** USD of running cost, wherever the hours are spent */
  readonly runningUsd: Float64Array;
  /** USD per available hour that serving costs as the operator works, or would: hours that it does not train cost nothing */
  readonly avoidablePerHour: Float64Array;
  /** USD of maintenance, owed wherever hardware is owned */
  readonly maintenanceUsd: Float64Array;
  /** requests that could be answered */
  readonly capacity: Float64Array;
  /** seconds, and USD of running cost, that answering one request takes, or would take of who does not serve */
  readonly serviceSeconds: Float64Array;
  readonly usdCost: Float64Array;
  /** fraction of a step still owed after this epoch */
  readonly owedSteps: Float64Array;
  /** 1 where the miner serves and departs from honest work */
  readonly cheating: Uint8Array;
  /** [mechanisms] of [validators] */
  readonly policies: readonly (readonly ValidatorPolicy[])[];
}
