import { slot } from "../core/slot.ts";
import { constant } from "./constant.ts";
import type { Emission } from "./contract.ts";
import { decay } from "./decay.ts";
import { heightHalving } from "./heightHalving.ts";
import { none } from "./none.ts";

export const emission = slot<Emission>([constant, decay, heightHalving, none]);
