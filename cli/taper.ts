import yargs from "yargs";
import manifest from "../package.json" with { type: "json" };
import { command as check } from "./commands/check.ts";
import { command as emission } from "./commands/emission.ts";
import { command as epoch } from "./commands/epoch.ts";
import { command as explain } from "./commands/explain.ts";
import { command as exportCommand } from "./commands/export.ts";
import { command as fit } from "./commands/fit.ts";
import { command as list } from "./commands/list.ts";
import { command as report } from "./commands/report.ts";
import { command as run } from "./commands/run.ts";
import { BadInput, exitCodes } from "./errors.ts";

/**
 * Runs one command and sets the exit code of the process. What a command needs is loaded by its handler, so that help and
 * mistakes are answered at once.
 */
export async function main(words: readonly string[]): Promise<void> {
  try {
    await parser().parseAsync([...words]);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof BadInput ? exitCodes.badInput : exitCodes.failed;
  }
}

/** Words that may be given more than once. */
const lists = new Set(["_", "set", "hold", "runs", "sources"]);

function parser() {
  return yargs()
    .scriptName("taper")
    .usage("$0 <command>\n\nHow much of a network's service survives when its token subsidy ends, and why?")
    .command(run)
    .command(report)
    .command(exportCommand)
    .command(fit)
    .command(emission)
    .command(epoch)
    .command(check)
    .command(list)
    .command(explain)
    .example("$0 run scenarios/quick.yaml", "Run a scenario and its twin that keeps the subsidy")
    .example("$0 explain consensus.yuma", "What a rule does, with its parameters")
    .demandCommand(1, "No command given")
    .strict()
    .recommendCommands()
    .version(manifest.version)
    .help()
    .alias({ help: "h", version: "v" })
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .epilogue("Exit codes: 0 done, 1 the answer is no or a run failed, 2 bad input.")
    .exitProcess(false)
    .check((words) => {
      const twice = Object.keys(words).find((name) => Array.isArray(words[name]) && !lists.has(name));
      if (twice !== undefined) throw new BadInput(`--${twice} is given more than once`);
      return true;
    })
    .fail((message, error) => {
      if (error !== undefined && error.name !== "YError") throw error;
      throw new BadInput(`${message}\nSee taper --help`);
    });
}
