import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * A file of this package's own `vendor/`, which is found above the code that asks: from source, from a bundle in `dist/`
 * and where the package is installed.
 *
 * @param path below vendor/
 * @param from address of the code that asks
 * @throws Error when no folder above has it
 */
export function vendored(path: string, from: string = import.meta.url): string {
  const start = dirname(fileURLToPath(from));
  for (let folder = start; ; folder = dirname(folder)) {
    const file = join(folder, "vendor", path);
    if (existsSync(file)) return file;
    if (dirname(folder) === folder)
      throw new Error(`vendor/${path} is not there; expected it above ${start}, as this package has it`);
  }
}
