import { slot } from "../core/slot.ts";
import { adaptive } from "./adaptive.ts";
import type { MinerBehaviour } from "./contract.ts";
import { copier } from "./copier.ts";
import { freeRider } from "./freeRider.ts";
import { honest } from "./honest.ts";
import { lazy } from "./lazy.ts";
import { overfitter } from "./overfitter.ts";
import { poisoner } from "./poisoner.ts";
import { substitutor } from "./substitutor.ts";
import { sybil } from "./sybil.ts";

export const minerBehaviour = slot<MinerBehaviour>([
  adaptive,
  copier,
  freeRider,
  honest,
  lazy,
  overfitter,
  poisoner,
  substitutor,
  sybil,
]);
