import { bondingController } from "./bondingController.ts";
import { dynamicTao } from "./dynamicTao.ts";
import { exponentialToCap } from "./exponentialToCap.ts";
import { floorAndCap } from "./floorAndCap.ts";
import { formula } from "./formula.ts";
import { issuanceHalving } from "./issuanceHalving.ts";
import { netEmission } from "./netEmission.ts";
import { revenuePegged } from "./revenuePegged.ts";
import { byTime } from "./schedules.ts";

/** Kinds that a scenario sets by their parameters; presets name one of them. */
export const own = [
  ...byTime,
  bondingController,
  dynamicTao,
  exponentialToCap,
  floorAndCap,
  formula,
  issuanceHalving,
  netEmission,
  revenuePegged,
] as const;
