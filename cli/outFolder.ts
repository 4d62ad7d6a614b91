import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { BadInput } from "./errors.ts";

/** @throws BadInput when the path, or what it lies under, is there and is no folder; checked before anything is written */
export async function checkFolder(path: string): Promise<void> {
  if (path === "") throw new BadInput("the name of a folder is empty; expected a folder to write into");
  for (let place = path; ; place = dirname(place)) {
    const found = await stat(place).catch(() => null);
    if (found?.isDirectory()) return;
    if (found !== null)
      throw new BadInput(`${path}: ${place === path ? "" : `${place} `}is a file; expected a folder to write into`);
    if (dirname(place) === place) return;
  }
}
