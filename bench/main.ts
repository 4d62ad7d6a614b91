/**
 * `npm run bench [NAME ...]`: speeds of this machine, never a pass or fail.
 * `npm run bench consensus-guarantees [-- OPTIONS]`: an experiment against published numbers, which can fail.
 */
import { benchConsensus } from "./consensus/index.ts";
import { benchEconomy } from "./economy.ts";
import { benchFleet } from "./fleet/index.ts";

const benches = { consensus: benchConsensus, economy: benchEconomy, fleet: benchFleet };

const experiment = "consensus-guarantees";

const asked = process.argv.slice(2);
if (asked[0] === experiment) {
  const { consensusGuarantees } = await import("./guarantees/command.ts");
  process.exitCode = await consensusGuarantees(asked.slice(1), new URL("./guaranteesWorker.js", import.meta.url));
} else {
  const unknown = asked.filter((name) => !(name in benches));
  if (unknown.length > 0) {
    console.error(
      `bench: there is no ${unknown.join(", ")}; expected ${[...Object.keys(benches), experiment].join(", ")}`,
    );
    process.exit(2);
  }
  for (const [name, bench] of Object.entries(benches)) {
    if (asked.length === 0 || asked.includes(name)) console.log(await bench());
  }
}
