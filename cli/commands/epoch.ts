import type { ArgumentsCamelCase, CommandModule } from "yargs";
import { json } from "../options.ts";

interface EpochOptions {
  readonly file: string;
  readonly csv: boolean;
  readonly json: boolean;
}

const FORMAT = `A snapshot of one subnet, as small as it may be: two validators, three miners.

  { "kind": "epoch_sequence", "n": 5,
    "params": { "yuma3_on": true },
    "steps": [{ "block": 5000000,
                "stake": [600, 400, 0, 0, 0],
                "weights_u16": [[[2, 65535], [3, 32768]], [[2, 65535], [4, 20000]], [], [], []] }] }

weights_u16 has a row for each uid: pairs [uid, weight from 0 to 65535], uids rising. What is left out is the
chain's default or the one obvious thing: everybody has just set weights, was registered long ago and holds
no bonds, the largest stakes hold permits. docs/snapshots.md lists every field, and the other formats
(epoch_sequence_large, epoch_generator, peer-case/1).`;

export const command: CommandModule<object, EpochOptions> = {
  command: "epoch <file>",
  describe: "Run the consensus epochs of a snapshot, such as an exported metagraph",
  builder: (yargs) =>
    yargs
      .positional("file", { type: "string", demandOption: true, describe: "snapshot, a JSON file" })
      .option("csv", { type: "boolean", default: false, describe: "print CSV" })
      .option("json", { ...json, describe: "print everything as JSON: weights, bonds, what the chain stores" })
      .example("$0 epoch docs/examples/metagraph.json", "Who earns what, uid by uid")
      .example("$0 epoch docs/examples/metagraph.json --csv", "The same for a spreadsheet")
      .epilogue(FORMAT),
  handler: epoch,
};

async function epoch({ file, csv, json }: ArgumentsCamelCase<EpochOptions>): Promise<void> {
  const [{ BadInput }, { snapshotOf }] = await Promise.all([
    import("../errors.ts"),
    import("../epoch/snapshotFile.ts"),
  ]);
  if (csv && json) throw new BadInput("--csv and --json are both given; expected one of them");
  const snapshot = snapshotOf(file);
  const shown =
    snapshot.kind === "chain"
      ? (await import("../epoch/showChain.ts")).showChain(snapshot.chain)
      : (await import("../epoch/showPeers.ts")).showPeers(snapshot.peers);
  if (json) return console.log(JSON.stringify(shown.json()));
  console.log(csv ? shown.csv().trimEnd() : shown.text());
}
