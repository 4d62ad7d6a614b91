import { slot } from "../core/slot.ts";
import type { MinerBehaviour } from "./contract.ts";
import { copier } from "./copier.ts";
import { honest } from "./honest.ts";
import { lazy } from "./lazy.ts";
import { substitutor } from "./substitutor.ts";

export const minerBehaviour = slot<MinerBehaviour>([copier, honest, lazy, substitutor]);
