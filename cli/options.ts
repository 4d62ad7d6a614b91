import type { Options } from "yargs";

/** `--set path=value`, as often as needed. */
export const set = {
  type: "string",
  array: true,
  nargs: 1,
  default: [] as string[],
  defaultDescription: "none",
  describe: "change a value of the scenario, e.g. taper.at=2years or participants.honest.count=12",
} as const satisfies Options;

/** `--json` */
export const json = { type: "boolean", default: false, describe: "print JSON for machines" } as const satisfies Options;
