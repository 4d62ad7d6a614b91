import { slot } from "../core/slot.ts";
import { agents } from "./agents/agents.ts";
import { bass } from "./bass.ts";
import { constant } from "./constant.ts";
import type { Demand } from "./contract.ts";
import { elastic } from "./elastic.ts";
import { logistic } from "./logistic.ts";
import { logit } from "./logit.ts";
import { none } from "./none.ts";

export const demand = slot<Demand>([agents, bass, constant, elastic, logistic, logit, none]);
