import { vi } from "vitest";
import { main } from "../../cli/taper.ts";

/** Runs one command in this process: its exit code and what it printed. */
export async function taperHere(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const printed = vi.spyOn(console, "log").mockImplementation((text: unknown) => void out.push(String(text)));
  const said = vi.spyOn(console, "error").mockImplementation((text: unknown) => void err.push(String(text)));
  process.exitCode = 0;
  try {
    await main(words);
    return { code: Number(process.exitCode), out: out.join("\n"), err: err.join("\n") };
  } finally {
    process.exitCode = 0;
    printed.mockRestore();
    said.mockRestore();
  }
}
