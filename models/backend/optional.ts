import { Unavailable } from "./contract.ts";

/**
 * Imports a package that may not be installed. The name is a variable on purpose: neither the bundler nor the type checker
 * then needs the package.
 * @throws Unavailable when it is not installed, or is but cannot be loaded
 */
export async function optional(name: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(/* @vite-ignore */ name)) as Record<string, unknown>;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_MODULE_NOT_FOUND") throw new Unavailable(`the optional package ${name} is not installed`);
    throw new Unavailable(`the optional package ${name} does not load: ${message.split("\n")[0]}`);
  }
}
