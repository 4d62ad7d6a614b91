import { curve } from "./curve.ts";
import { replay } from "./replay.ts";

/** Tasks that need no tensor library; `models/` adds those that train. */
export const economyTasks = [curve, replay];
