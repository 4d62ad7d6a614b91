import { expect, test } from "vitest";
import { tableOf } from "../../reports/render/html.ts";
import { trustTables } from "../../reports/render/trustTables.ts";
import { cheatsOf, falseAccusations } from "../../reports/trust/cheats.ts";
import { theoryBeside } from "../../reports/trust/theory.ts";
import type { Trust } from "../../reports/trust/trust.ts";
import { honest as audited } from "./minerEpoch.ts";

const honest = { ...audited, audits: 20, failed: 1 };
const cheat = { ...honest, id: "cheat", behaviour: "student (substitutor)", mayCheat: true, cheating: true };
const all = [honest, { ...cheat, failed: 15, netUsdPerDay: 2.5 }];

const trust = (finalitySeconds: number): Trust => ({
  regime: "sampled",
  cabalNeeds: 0.5,
  periods: [
    {
      key: "before",
      label: "before the cut",
      window: { fromDay: 0, toDay: 7 },
      arms: {
        cut: {
          cheats: cheatsOf(all),
          falseAccusations: falseAccusations(all),
          verificationUsdPerDay: 4.16,
          verificationShare: 0.014,
          finalitySeconds,
          validators: [
            { behaviour: "honest", validators: 2, stakeShare: 1, dividendPerStakeYear: 4.5, auditUsdPerDay: 2 },
          ],
          theory: theoryBeside(all, 7),
        },
      },
    },
  ],
});
const tablesOf = (finalitySeconds: number) =>
  trustTables(trust(finalitySeconds), [{ key: "before", arms: ["cut"] }], [{ label: "before", columns: [""] }]);
const cellsOf = (finalitySeconds: number) =>
  Object.fromEntries(
    tablesOf(finalitySeconds).flatMap(({ rows }) => rows.map(({ label, cells }) => [label, cells[0]])),
  );

test("the section on trust has its figures with intervals", () => {
  expect(cellsOf(7200)).toMatchObject({
    "False accusations": "5% (0.9–24%)",
    "Cost of checks, USD/day": "4.16",
    "Cost of checks over revenue": "1.4%",
    "Finality, hours": "2",
    "student (substitutor): epochs in which it cheats": "100%",
    "student (substitutor): audits that found it": "75% (53–89%)",
    "student (substitutor): gain, USD/day": "-3.5",
    "honest: share of stake": "100%",
    "honest: dividends per stake and year": "4.5",
  });
});

test("short finality is told in seconds", () => {
  expect(cellsOf(90)).toMatchObject({ "Finality, seconds": "90" });
});

test("bonds that nobody lost have no row", () => {
  expect(Object.keys(cellsOf(0)).filter((label) => label.includes("bond lost"))).toEqual([]);
});

test("an interval may go on in the next line of the page", () => {
  expect(tableOf(tablesOf(0)[0]!, "")).toContain("5% <wbr>(0.9–24%)");
});
