/**
 * `npm run bench [NAME ...]`: speeds of this machine, never a pass or fail.
 * `npm run bench consensus-guarantees [-- OPTIONS]`: an experiment against published numbers, which can fail.
 * `npm run bench audit-noise [TASK ...]`: how far honest answers differ between backends, and what substitutes add to that.
 */
import { benchConsensus } from "./consensus/index.ts";
import { benchEconomy } from "./economy/index.ts";
import { benchFleet } from "./fleet/index.ts";
import { benchRecording } from "./recording.ts";

const benches = { consensus: benchConsensus, economy: benchEconomy, fleet: benchFleet, recording: benchRecording };

const experiments = ["audit-noise", "consensus-guarantees"];

const asked = process.argv.slice(2);
if (asked[0] === "consensus-guarantees") {
  const { consensusGuarantees } = await import("./guarantees/command.ts");
  process.exitCode = await consensusGuarantees(asked.slice(1), new URL("./guaranteesWorker.js", import.meta.url));
} else if (asked[0] === "audit-noise") {
  const { auditNoise } = await import("./auditNoise/index.ts");
  console.log(await auditNoise(asked.slice(1)));
} else {
  const unknown = asked.filter((name) => !(name in benches));
  if (unknown.length > 0) {
    console.error(
      `bench: there is no ${unknown.join(", ")}; expected ${[...Object.keys(benches), ...experiments].join(", ")}`,
    );
    process.exit(2);
  }
  for (const [name, bench] of Object.entries(benches)) {
    if (asked.length === 0 || asked.includes(name)) console.log(await bench());
  }
}
