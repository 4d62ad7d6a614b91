import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Which test reads the vectors of a folder: a folder that nobody reads would test nothing. */
const readers: Record<string, string> = {
  amm: "dtao/amm.test.ts",
  closedForms: "theory/closedForms.test.ts",
  consensus: "consensus/vectors.test.ts",
  dtao: "dtao/vectors.test.ts",
  emission: "emission/vectors.test.ts",
  guarantees: "consensus/guarantees.test.ts",
  peers: "consensus/peers.test.ts",
  registration: "registration/vectors.test.ts",
  scoring: "scoring/vectors.test.ts",
  settlement: "settlement/vectors.test.ts",
  subnet: "subnet/vectors.test.ts",
  reproductions: "consensus/reproductions.test.ts",
};

const here = new URL("./", import.meta.url);
const folders = readdirSync(new URL("vectors/", here));

describe("test/vectors", () => {
  it.each(folders)("%s is a folder that a test reads", (folder) => {
    expect(Object.keys(readers)).toContain(folder);
    expect(existsSync(new URL(readers[folder]!, here))).toBe(true);
  });

  it("has a folder for every reader", () => expect([...folders].sort()).toEqual(Object.keys(readers).sort()));
});
