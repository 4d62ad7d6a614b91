import { slot } from "../core/slot.ts";
import type { Emission } from "./contract.ts";
import { own } from "./own.ts";
import { preset } from "./preset.ts";

export const emission = slot<Emission>([...own, preset]);
