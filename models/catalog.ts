import { digits } from "./tasks/digits.ts";
import { regression } from "./tasks/regression.ts";

/** Tasks that are really trained, to be joined with those of sim/: `slot([curve, replay, ...trainedTasks])`. */
export const trainedTasks = [digits, regression];
