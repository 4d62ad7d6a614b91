import { charLm } from "./tasks/charLm.ts";
import { digits } from "./tasks/digits.ts";
import { picture } from "./tasks/picture.ts";
import { regression } from "./tasks/regression.ts";
import { tabular } from "./tasks/tabular.ts";

/** Tasks that are really trained, to be joined with those of sim/: `slot([curve, replay, ...trainedTasks])`. */
export const trainedTasks = [charLm, digits, picture, regression, tabular];
