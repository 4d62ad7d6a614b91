/** What closed forms of hardware, queues, burn and mint and the token's price are not defined for is refused by name. */
import { describe, expect, it } from "vitest";
import { depositRoundTrip, grossedUp } from "../../sim/theory/burnMint.ts";
import { firstYearCapitalPerHour, hourlyCost } from "../../sim/theory/capital.ts";
import { lostShare, mdcWait, mmcWait } from "../../sim/theory/queues.ts";
import { burnMintPrice, holdersValue } from "../../sim/theory/tokenPrice.ts";

const unit = {
  capexUsd: 6000,
  salvageUsd: 1200,
  annualRate: 0.1,
  lifeYears: 4,
  availability: 0.95,
  kilowatt: 0.5,
  pue: 1.2,
  usdPerKwh: 0.1,
  maintenanceShare: 0.05,
};

describe("closed forms refuse what they are not defined for", () => {
  it.each([
    [() => hourlyCost({ ...unit, availability: 0 }), "availability is 0; expected more than 0"],
    [() => hourlyCost({ ...unit, availability: 1.1 }), "availability is 1.1; expected a fraction from 0 to 1"],
    [() => hourlyCost({ ...unit, lifeYears: 0 }), "lifeYears is 0; expected more than 0"],
    [() => hourlyCost({ ...unit, annualRate: -1.5 }), "annualRate is -1.5; expected 0 or more"],
    [() => firstYearCapitalPerHour(unit, 1.5), "1 - declinePerYear is -0.5; expected 0 or more"],
    [() => lostShare(4, 2.5), "servers is 2.5; expected a whole number"],
    [() => lostShare(4, -3), "servers is -3; expected a whole number, 0 or more"],
    [() => mmcWait(1.2, 2.5, 1), "servers is 2.5; expected a whole number, 1 or more"],
    [() => mdcWait(1.2, 2.5, 1), "servers is 2.5; expected a whole number, 1 or more"],
    [() => depositRoundTrip(1000, 0, 1), "depositPrice is 0; expected more than 0"],
    [() => grossedUp(1.9, 1), "1 - fee is 0; expected more than 0"],
    [() => grossedUp(1.9, 2), "fee is 2; expected a fraction from 0 to 1"],
    [() => burnMintPrice(10, 3, 5), "soldShare is 3; expected a fraction from 0 to 1"],
    [() => holdersValue(NaN, 0.2, 0.1), "buybackUsdPerYear is NaN; expected 0 or more"],
  ])("%s", (call, message) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });
});
