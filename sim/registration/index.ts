import { slot } from "../core/slot.ts";
import { burn } from "./burn.ts";
import type { Registration } from "./contract.ts";
import { waiting } from "./waiting.ts";

export const registration = slot<Registration>([burn, waiting]);
