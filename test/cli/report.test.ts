import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import yargs, { type CommandModule } from "yargs";
import { command as exportCommand } from "../../cli/commands/export.ts";
import { command as report } from "../../cli/commands/report.ts";
import { BadInput } from "../../cli/errors.ts";
import { openRecords } from "../../cli/records/files.ts";
import { tables, type Rows } from "../../sim/record.ts";
import { invented } from "../reports/synthetic.ts";

let run: string;
const folder = (): Promise<string> => mkdtemp(join(tmpdir(), "taper-report-"));

beforeAll(async () => {
  run = await folder();
  const epochs: Rows[] = [];
  const { manifest } = invented({ each: (rows) => epochs.push(rows) });
  const files = await openRecords(run);
  for (const rows of epochs) await files.write(rows);
  await files.close();
  await writeFile(join(run, "manifest.json"), JSON.stringify(manifest));
});

afterEach(() => vi.restoreAllMocks());

/** Runs one command and returns what it printed. */
async function taper(command: CommandModule<object, never>, words: string[]): Promise<string> {
  const printed = vi.spyOn(console, "log").mockImplementation(() => {});
  await yargs().command(command).exitProcess(false).fail(false).parseAsync(words);
  return printed.mock.calls.flat().join("\n");
}
const reporting = report as unknown as CommandModule<object, never>;
const exporting = exportCommand as unknown as CommandModule<object, never>;

describe("report", () => {
  test("writes page, text, verdict and pictures, and prints the verdict", async () => {
    const printed = await taper(reporting, ["report", run]);
    expect(printed.replace(/\s+/g, " ")).toContain("18 of 24 miners still served");
    expect(printed).not.toContain("\u001b");
    expect(await readdir(run)).toEqual(expect.arrayContaining(["report.html", "report.md", "verdict.json", "charts"]));
    expect(await readdir(join(run, "charts"))).toContain("service.png");
    expect(await readFile(join(run, "report.html"), "utf8")).toContain('href="records/epochs.csv"');
  });

  test("--json prints the verdict, --out writes elsewhere, --no-png draws nothing", async () => {
    const out = join(await folder(), "deep", "here");
    const verdict = JSON.parse(await taper(reporting, ["report", run, "--json", "--no-png", "--out", out])) as unknown;
    expect(verdict).toEqual(JSON.parse(await readFile(join(out, "verdict.json"), "utf8")));
    expect((await readdir(out)).sort()).toEqual(["report.html", "report.md", "verdict.json"]);
  });

  test("the same records give the same bytes", async () => {
    const [a, b] = [await folder(), await folder()];
    for (const out of [a, b]) await taper(reporting, ["report", run, "--out", out]);
    for (const file of ["report.md", "verdict.json", join("charts", "income.png")]) {
      expect(await readFile(join(a, file))).toEqual(await readFile(join(b, file)));
    }
  });

  test("what is no run is bad input, and nothing is written", async () => {
    const empty = await folder();
    await expect(taper(reporting, ["report", empty])).rejects.toThrow(
      `${empty}: not the folder of a run; it has no manifest.json`,
    );
    await writeFile(join(empty, "manifest.json"), "{}");
    await expect(taper(reporting, ["report", run, empty])).rejects.toThrow(/lacks taper, name, question/);
    expect(await readdir(empty)).toEqual(["manifest.json"]);
    await writeFile(join(empty, "manifest.json"), await readFile(join(run, "manifest.json")));
    await expect(taper(reporting, ["report", empty])).rejects.toThrow(/it has no records.epochs\.csv/);
    await expect(taper(reporting, ["report", run, "--out", join(run, "manifest.json", "x")])).rejects.toThrow(BadInput);
  });
});

describe("export", () => {
  test("writes every table as CSV and describes the columns", async () => {
    const out = join(await folder(), "tables");
    const printed = await taper(exporting, ["export", run, "--csv", out, "--json"]);
    expect((JSON.parse(printed) as { tables: unknown[] }).tables).toHaveLength(tables.length + 1);
    expect((await readdir(out)).sort()).toEqual([...tables.map(({ name }) => `${name}.csv`), "columns.csv"].sort());
    expect(await readFile(join(out, "epochs.csv"))).toEqual(await readFile(join(run, "records", "epochs.csv")));
    const [header, first] = (await readFile(join(out, "miners.csv"), "utf8")).split("\n");
    expect(header).toBe(
      tables
        .find(({ name }) => name === "miners")!
        .columns.map(({ name }) => name)
        .join(","),
    );
    expect(first).toMatch(/^cut,0,0,m0,0,honest,/);
    const columns = await readFile(join(out, "columns.csv"), "utf8");
    expect(columns).toContain(
      "epochs,serviceValueUsd,number,USD,Y(e): sum over served requests of v(experienced quality)",
    );
  });

  test("what is no run is bad input", async () => {
    const empty = await folder();
    await expect(taper(exporting, ["export", empty, "--csv", join(empty, "out")])).rejects.toThrow(BadInput);
    expect(await readdir(empty)).toEqual([]);
  });
});
