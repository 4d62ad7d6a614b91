import { capacity } from "./capacity.ts";
import { classic } from "./classic.ts";
import type { BondRule } from "./contract.ts";
import { yuma1 } from "./yuma1.ts";
import { yuma2 } from "./yuma2.ts";
import { yuma3 } from "./yuma3.ts";

/** How bonds are bought, remembered and paid, by the name that a scenario gives as `bonds`. */
export const bondRules = { classic, yuma1, yuma2, yuma2c: capacity, yuma3 } satisfies Record<string, BondRule>;

export type BondRuleName = keyof typeof bondRules;
