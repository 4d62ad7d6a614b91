/** `npm run bench [NAME ...]`: speeds of this machine, never a pass or fail. */
import { benchConsensus } from "./consensus.ts";
import { benchEconomy } from "./economy.ts";
import { benchFleet } from "./fleet.ts";
import { table } from "./table.ts";

const benches = { consensus: benchConsensus, economy: benchEconomy, fleet: benchFleet };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`bench: there is no ${unknown.join(", ")}; expected ${Object.keys(benches).join(", ")}`);
  process.exit(2);
}
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length === 0 || asked.includes(name)) console.log(table(await bench()));
}
