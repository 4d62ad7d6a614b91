import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { folder, removeFolders, root } from "../support/cli.ts";
import { taperHere } from "../support/inProcess.ts";
import { smallChain, smallPeerCase } from "../support/snapshots.ts";

let place = "";
beforeAll(() => void (place = folder()));
afterAll(removeFolders);

/** Runs the command on a text; messages name the file s.json. */
async function taperOn(text: string) {
  const file = join(place, "s.json");
  writeFileSync(file, text);
  const { err, ...ended } = await taperHere("epoch", file);
  return { ...ended, err: err.replaceAll(`${place}/`, "") };
}

const metagraph = join(root, "docs/examples/metagraph.json");

describe("taper epoch refuses", () => {
  test.each([
    [["epoch", "nowhere.json"], "nowhere.json: no such file; expected a snapshot (docs/snapshots.md)"],
    [["epoch", import.meta.dirname], `${import.meta.dirname}: it is a folder; expected a snapshot (docs/snapshots.md)`],
    [["epoch", metagraph, "--csv", "--json"], "--csv and --json are both given; expected one of them"],
    [["epoch"], "Not enough non-option arguments: got 0, need at least 1\nSee taper --help"],
    [["epoch", metagraph, "--cvs"], "Unknown argument: cvs\nSee taper --help"],
  ])("%j", async (words, err) => {
    expect(await taperHere(...words)).toEqual({ code: 2, out: "", err });
  });

  const map = "a map with kind: epoch_sequence, and the epochs of a subnet";
  const kinds = "epoch_sequence, epoch_sequence_large, epoch_generator or format: peer-case/1";
  test.each([
    ["", `1:1: the snapshot is empty; expected ${map}`],
    ["hello", `1:1: the snapshot is "hello"; expected ${map}`],
    ["[1]", `1:1: the snapshot is a list; expected ${map}`],
    ['{"kind": "epoch_sequence", "n": 3', "1:34: this is not valid JSON: Flow map must end with a }"],
    ["{}", `1:1: kind is missing; expected ${kinds}`],
    ['{"format": "peer-case/2"}', '1:12: format is "peer-case/2"; expected peer-case/1'],
    ['{"kind": 3}', `1:10: kind is 3; expected ${kinds}`],
    ['{"kind": "epoch_sequnce"}', `1:10: kind is "epoch_sequnce"; expected ${kinds}. Did you mean "epoch_sequence"?`],
    ['{"kind": "epoch_generator"}', "1:1: generator is missing; expected a map"],
  ])("the text %j", async (text, message) => {
    expect(await taperOn(text)).toEqual({ code: 2, out: "", err: `s.json:${message}` });
  });

  const low = "has alpha_low_u16 60000 above alpha_high_u16 58982; expected low at most high";
  test.each([
    ['"n": 3', '"n": 3, "n": 3', ['3:11: "n" stands twice in one map; expected each key once']],
    ['"n": 3', '"n": 3.5', ["3:8: n is 3.5; expected the number of uids, a whole number from 1 to 65536"]],
    ['"n": 3,', "", ["1:1: n is missing; expected the number of uids, a whole number from 1 to 65536"]],
    ['"params": { "yuma3_on": true },', "", ["1:1: params is missing; expected a map of parameters with yuma3_on"]],
    ['"yuma3_on": true', "", ["4:13: params.yuma3_on is missing; expected true or false"]],
    [
      "true",
      '1, "kappa_u16": 0.5',
      [
        "4:27: params.yuma3_on is 1; expected true or false",
        "4:43: params.kappa_u16 is 0.5; expected a u16 proportion, a whole number from 0 to 65535",
      ],
    ],
    ["true", 'true, "owner_uid": 3', ["4:46: params.owner_uid is 3; expected a uid, a whole number from 0 to 2"]],
    ["true", 'true, "tempo": 0', ["4:42: params.tempo is 0; expected blocks per epoch, a whole number, 1 or more"]],
    ["true", 'true, "liquid_alpha_on": true, "alpha_low_u16": 60000', [`6:5: steps[0] ${low}`, `9:5: steps[1] ${low}`]],
    ['"steps": [', '"steps": 3, "old": [', ["5:12: steps is 3; expected a list of at least one step"]],
    ['"stake": [600, 400, 0],', "", ["6:5: steps[0].stake is missing; expected the stake of each uid"]],
    ["400, 0", "-400, 0", ["7:22: steps[0].stake[1] is -400; expected stake, a number from 0 to 2^64"]],
    ["400, 0", "NaN, 0", ['7:22: steps[0].stake[1] is "NaN"; expected stake, a number from 0 to 2^64']],
    ["400, 0", "1e400, 0", ["7:22: steps[0].stake[1] is 1e400; expected stake, a number from 0 to 2^64"]],
    ["400, 0", '"4e2", 0', ["7:22: steps[0].stake[1] is 4e2; expected stake, a number from 0 to 2^64"]],
    ["400, 0", "400, 0,", ["1:1: the snapshot is YAML that is no JSON; expected no comments and no comma too many"]],
    ["400, 0", "400", ["7:16: steps[0].stake has 2 entries; expected n = 3"]],
    ['"weights_u16"', '"weights"', ["6:5: steps[0].weights_u16 is missing; expected a row of weights for each uid"]],
    [
      "65535",
      "65536",
      ["8:28: steps[0].weights_u16[0][0][1] is 65536; expected a u16, a whole number from 0 to 65535"],
    ],
    ["65535", "0.5", ["8:28: steps[0].weights_u16[0][0][1] is 0.5; expected a u16, a whole number from 0 to 65535"]],
    ["[2, 65535]", "[3, 1]", ["8:25: steps[0].weights_u16[0][0][0] is 3; expected a uid, a whole number from 0 to 2"]],
    ["[2, 65535]", "[2]", ["8:24: steps[0].weights_u16[0][0] is a list; expected a pair [column, value]"]],
    [
      "[0, 5], [2, 7]",
      "[2, 7], [0, 5]",
      ["8:47: steps[0].weights_u16[1][1][0] is 0 after 2; expected columns that rise, each once"],
    ],
    [
      "[0, 5], [2, 7]",
      "[2, 7], [2, 5]",
      ["8:47: steps[0].weights_u16[1][1][0] is 2 after 2; expected columns that rise, each once"],
    ],
    [
      '"block": 1360',
      '"label": "none"',
      ["9:5: steps[1].block is missing; expected the block of the epoch, a whole number, 0 or more"],
    ],
    ["1360", '1360, "permits_in": [true, 1, false]', ["9:43: steps[1].permits_in[1] is 1; expected true or false"]],
    ["1360", '1360, "permits_in": [true]', ["9:36: steps[1].permits_in has 1 entry; expected n = 3"]],
    ["1360", '1360, "last_update": [1, 2, 3, 4]', ["9:37: steps[1].last_update has 4 entries; expected n = 3"]],
    [
      "1360",
      '1360, "commit_blocks": [null, 1, "x"]',
      ['9:49: steps[1].commit_blocks[2] is "x"; expected a block, a whole number, 0 or more'],
    ],
    [
      "1360",
      '1360, "bonds_in_u16": [[[0, 70000]], [], []]',
      ["9:44: steps[1].bonds_in_u16[0][0][1] is 70000; expected a u16, a whole number from 0 to 65535"],
    ],
    [
      "1360",
      '1360, "weights_u16_changed_rows": {"3": []}',
      ["9:56: steps[1].weights_u16_changed_rows.3 belongs to no uid; expected keys from 0 to 2"],
    ],
    [
      "_sequence",
      "_sequence_large",
      ["1:1: validators is missing; expected the number of validators, a whole number from 0 to 3"],
    ],
    ['_sequence",', '_sequence_large", "validators": 2,', []],
    ["1360", '1360, "weights_u16": [[], [], []]', []],
  ])("the snapshot with %j as %j", async (from, to, messages) => {
    const { code, out, err } = await taperOn(smallChain.replace(from, to));
    expect(err).toBe(messages.map((message) => `s.json:${message}`).join("\n"));
    expect([code, out === ""]).toEqual(messages.length > 0 ? [2, true] : [0, false]);
  });

  const cannot = "8:5: runs[0] cannot be played:";
  const variants =
    "A yuma1, yuma2, yuma2b, yuma2c, yuma3, yuma3-liquid; B yuma2-ema-renorm, yuma3-clipped, yuma3-clipped-liquid";
  test.each([
    [
      '"epochs": 2',
      '"epochs": 0',
      ["3:44: epochs is 0; expected the number of epochs, a whole number from 1 to 65535"],
    ],
    [
      '"epochs": 2',
      '"epochs": 3',
      ["5:13: stakes has 2 entries; expected epochs = 3", "6:14: weights has 2 entries; expected epochs = 3"],
    ],
    ["[0.75, 0.25], ", "[0.75], ", ["5:14: stakes[0] has 1 entry; expected validators = 2"]],
    ["0.25], [", "-1], [", ["5:21: stakes[0][1] is -1; expected stake, a number from 0 to 2^64"]],
    ["[[1], [1]], ", "[[1], [1, 1]], ", ["6:21: weights[0][1] has 2 entries; expected servers = 1"]],
    ["[[1], [1]], ", "[[1]], ", ["6:15: weights[0] has 1 entry; expected validators = 2"]],
    [
      "null",
      '{ "server": 1, "epoch": 0 }',
      ["4:28: bondReset.server is 1; expected a server, a whole number from 0 to 0"],
    ],
    ["null", "3", ["4:16: bondReset is 3; expected null, or a map with server and epoch"]],
    ["false", "true", ["8:64: runs[0].bondResetApplied is true; expected false, since bondReset is null"]],
    ['"yuma2"', '"yuma9"', [`${cannot} variant is "A yuma9"; expected one of ${variants}`]],
    ['"kappa": 0.5', '"kappa": 2', [`${cannot} params.kappa of A yuma2 is 2; expected a fraction from 0 to 1`]],
    [
      '"kappa": 0.5',
      '"kappa": null',
      ["10:9: runs[0].params.kappa is empty; expected a number, true, false or a word"],
    ],
    ['"runs": [', '"runs": [], "old": [', ["7:11: runs is an empty list; expected a list of at least one run"]],
  ])("the peer case with %j as %j", async (from, to, messages) => {
    const { code, out, err } = await taperOn(smallPeerCase.replace(from, to));
    expect(err).toBe(messages.map((message) => `s.json:${message}`).join("\n"));
    expect([code, out]).toEqual([2, ""]);
  });

  test("a file that is wrong all over, by its first places", async () => {
    const stake = Array.from({ length: 20 }, () => -1).join(", ");
    const { err } = await taperOn(smallChain.replace('"n": 3', '"n": 20').replace("600, 400, 0", stake));
    const lines = err.split("\n");
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe("s.json:7:57: 11 more faults from here on");
  });
});
