import { slot } from "../core/slot.ts";
import { cabal } from "./cabal.ts";
import type { ValidatorBehaviour } from "./contract.ts";
import { honest } from "./honest.ts";
import { weightCopier } from "./weightCopier.ts";

export const validatorBehaviour = slot<ValidatorBehaviour>([cabal, honest, weightCopier]);
