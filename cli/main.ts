#!/usr/bin/env node
import { hideBin } from "yargs/helpers";
import { exitCodes } from "./errors.ts";
import { main } from "./taper.ts";

// A reader that has seen enough, such as head, closes the pipe.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(exitCodes.done);
});

await main(hideBin(process.argv));
