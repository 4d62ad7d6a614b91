import { readFileSync } from "node:fs";
import { BadInput } from "./errors.ts";

/** @param expected what the file should be ("a scenario file") @throws BadInput when it cannot be read */
export function textOf(file: string, expected: string): string {
  try {
    return load(file);
  } catch (error) {
    throw new BadInput(`${file}: ${(error as Error).message}; expected ${expected}`);
  }
}

/** The text of a file; throws an Error whose message is the reason alone. */
export function load(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = reasons[(error as NodeJS.ErrnoException).code ?? ""] ?? (error as Error).message;
    throw new Error(reason, { cause: error });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  ENOTDIR: "no such file",
  EISDIR: "it is a folder",
  EACCES: "no permission to read it",
};
