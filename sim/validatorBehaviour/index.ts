import { slot } from "../core/slot.ts";
import { bribed } from "./bribed.ts";
import { cabal } from "./cabal.ts";
import type { ValidatorBehaviour } from "./contract.ts";
import { honest } from "./honest.ts";
import { lazy } from "./lazy.ts";
import { nonRevealer } from "./nonRevealer.ts";
import { weightCopier } from "./weightCopier.ts";

export const validatorBehaviour = slot<ValidatorBehaviour>([bribed, cabal, honest, lazy, nonRevealer, weightCopier]);
