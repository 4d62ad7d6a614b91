import { economy, type Catalog } from "../sim/catalog.ts";
import { slot } from "../sim/core/slot.ts";
import { economyTasks } from "../sim/task/index.ts";
import type { Task } from "../sim/task/contract.ts";
import { trainedTasks } from "../models/catalog.ts";

/** Every rule that the command line can run: the economy's, and the tasks that are really trained. */
export const catalog: Catalog = { ...economy, task: slot<Task>([...economyTasks, ...trainedTasks]) };
