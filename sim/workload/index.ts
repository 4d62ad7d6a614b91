import { slot } from "../core/slot.ts";
import { burnMint } from "./burnMint.ts";
import { choice } from "./choice.ts";
import type { Workload } from "./contract.ts";
import { none } from "./none.ts";
import { path } from "./path.ts";
import { subnet } from "./subnet.ts";

export const workload = slot<Workload>([burnMint, choice, none, path, subnet]);
