import { fc } from "./seeded.ts";
import { describe, expect, it } from "vitest";
import { sum } from "../../sim/core/matrix.ts";
import {
  owns,
  status,
  statusNames,
  type Hardware,
  type MembershipInput,
  type Standing,
} from "../../sim/membership/contract.ts";
import { displace } from "../../sim/membership/displaced.ts";
import { membership } from "../../sim/membership/index.ts";
import { copyOf, everyKind } from "./kinds.ts";

const kinds = everyKind(membership, {
  fixed: [{}],
  profitDriven: [
    { incomeMemory: "7 days", deliveryLag: "3 days", adjustment: "5 days", hopeless: "10 days" },
    {
      incomeMemory: "0 s",
      deliveryLag: "0 s",
      adjustment: "0 s",
      hopeless: "2 days",
      hurdle: 0.1,
    },
  ],
});

const N = 8;
const GROUPS = [0, 0, 0, 1, 1, 1, 2, 2];
const { candidate, ordered, serving, elsewhere, off, gone } = status;
const byGroup = (...values: number[]) => Float64Array.from(GROUPS, (g) => values[g]!);
const hardware: Hardware = {
  group: Int32Array.from(GROUPS),
  groups: 3,
  units: Float64Array.of(1, 2, 1, 1, 1, 3, 1, 1),
  throughput: byGroup(1, 0.5, 0.2),
  runningPerHour: byGroup(0.2, 0.12, 0.1),
  fullPerHour: byGroup(0.7, 0.4, 0.25),
  capitalPerHour: byGroup(0.4, 0.2, 0.1),
  capexUsd: byGroup(10_000, 2000, 900),
  scrapUsd: byGroup(2000, 400, 180),
  lifeDays: new Float64Array(N).fill(20),
  hoursPerEpoch: new Float64Array(N).fill(23),
  hoursPerYear: new Float64Array(N).fill(8300),
  patienceEpochs: Int32Array.of(1, 2, 3, 1, 2, 3, 1, 2),
};

function opening(statuses: readonly number[]): Standing {
  const nothing = () => new Float64Array(N).fill(NaN);
  return {
    status: Uint8Array.from(statuses),
    ageDays: new Float64Array(N),
    arrives: new Int32Array(N).fill(-1),
    ...{ feesPerHour: nothing(), subsidyPerHour: nothing() },
    ...{ below: new Int32Array(N), above: new Int32Array(N), idleEpochs: new Int32Array(N) },
    ...{ groupFees: nothing().slice(0, 3), groupSubsidy: nothing().slice(0, 3) },
    ...{ networkFees: NaN, networkSubsidy: NaN },
    owedOrders: 0,
    owedDeliveries: new Float64Array(3),
    paidLevel: new Float64Array(N).fill(1),
    workload: new Int32Array(N).fill(-1),
    outsidePerHour: Float64Array.of(NaN, NaN),
  };
}

/** What an epoch brings, apart from what the operators did themselves. */
interface Weather {
  /** USD per available hour of reference hardware, from customers and from the subsidy */
  readonly fees: number;
  readonly subsidy: number;
  readonly vacantUsd: number;
  /** USD per hour outside: where hours move no price, and where they do */
  readonly outside: number;
  readonly crowded: number;
  readonly freeSlots: number;
  readonly replaceable: number;
  /** USD for a uid */
  readonly registration: number;
  /** how many lose their uid to newcomers of another kind at the end of the epoch */
  readonly displaced: number;
}
const places = { freeSlots: N, replaceable: 0, registration: 0, displaced: 0 };
const calm: Weather = { fees: 0, subsidy: 0, vacantUsd: 0, outside: 0, crowded: 0, ...places };

const holders = (standing: Standing) => standing.status.map((s) => Number(owns(s)));

function inputOf(
  standing: Standing,
  registered: Uint8Array,
  epoch: number,
  weather: Weather,
  change: Partial<Hardware> = {},
): MembershipInput {
  const here = { ...hardware, ...change };
  const hours = Float64Array.from(standing.status, (s, o) =>
    s === serving ? here.units[o]! * here.hoursPerEpoch[o]! : 0,
  );
  return {
    standing,
    epoch,
    hours,
    hardware: here,
    epochDays: 1,
    feesUsd: hours.map((h, o) => h * weather.fees * here.throughput[o]!),
    subsidyUsd: hours.map((h, o) => h * weather.subsidy * here.throughput[o]!),
    avoidablePerHour: here.runningPerHour,
    vacantUsd: weather.vacantUsd,
    outside: [
      { usdPerHour: weather.outside, movingPerDay: 0.24, weight: 1, hours: Infinity },
      { usdPerHour: weather.crowded, movingPerDay: 0.48, weight: 0.5, hours: 100 },
    ],
    outlook: null,
    priceLevel: new Float64Array(N).fill(1),
    supply: new Float64Array(3).fill(1),
    discountRate: 0.1,
    registered,
    freeSlots: weather.freeSlots,
    replaceable: weather.replaceable,
    registrationUsd: new Float64Array(N).fill(weather.registration),
  };
}

const usd = (max: number) => fc.oneof(fc.constant(0), fc.double({ min: 0, max, noNaN: true }));
const weathers = fc.array(
  fc.record({
    ...{ fees: usd(1.5), subsidy: usd(1.5), vacantUsd: usd(500), outside: usd(2), crowded: usd(2) },
    ...{ freeSlots: fc.nat(2), replaceable: fc.nat(2), registration: usd(500), displaced: fc.nat(1) },
  }),
  { minLength: 5, maxLength: 40 },
);
const starts = fc.array(fc.constantFrom(candidate, serving, serving, serving), { minLength: N, maxLength: N });

describe.each(kinds)("membership $kind $parameters", ({ rule, kind }) => {
  type Members = ReturnType<typeof rule.step>;

  /** Plays epochs and looks at each. */
  function play(
    statuses: readonly number[],
    seasons: readonly Weather[],
    look: (input: MembershipInput, members: Members) => void,
    change: Partial<Hardware> = {},
  ): Standing {
    let standing = opening(statuses);
    let registered = holders(standing);
    seasons.forEach((weather, epoch) => {
      const input = inputOf(standing, registered, epoch, weather, change);
      const members = rule.step(input);
      look(input, members);
      registered = registered.slice();
      for (const o of members.entered) registered[o] = 1;
      for (const o of members.left) registered[o] = 0;
      const displaced = [...registered.keys()].filter((o) => registered[o] === 1).slice(0, weather.displaced);
      for (const o of displaced) registered[o] = 0;
      standing = displace(members, input.hardware, standing.status, displaced).standing;
    });
    return standing;
  }
  const law = (look: (input: MembershipInput, members: Members) => void) =>
    fc.assert(
      fc.property(starts, weathers, (statuses, seasons) => void play(statuses, seasons, look)),
      { numRuns: 60 },
    );

  /** Which state may follow which. */
  const follows: Record<number, readonly number[]> = {
    [candidate]: [candidate, ordered],
    [ordered]: [ordered, serving],
    [serving]: [serving, elsewhere, off, gone],
    [elsewhere]: [elsewhere, serving, off, gone],
    [off]: [off, serving, elsewhere, gone],
    [gone]: [gone],
  };

  it("lets candidates only order, ordered hardware only serve, and nobody who is gone come back", () => {
    law(({ standing }, { standing: next }) =>
      standing.status.forEach((was, o) => {
        const is = next.status[o]!;
        expect(follows[was], `${statusNames[was]} became ${statusNames[is]}`).toContain(is);
      }),
    );
  });

  it("names those who entered, stopped, left and ordered as their states say, in order", () => {
    law(({ standing: { status: was } }, { standing: { status: is }, ...members }) => {
      const those = (holds: (before: number, after: number) => boolean) =>
        [...was.keys()].filter((o) => holds(was[o]!, is[o]!));
      expect(members.entered).toEqual(those((a, b) => a !== serving && b === serving));
      expect(members.stopped).toEqual(those((a, b) => a === serving && b !== serving));
      expect(members.left).toEqual(those((a, b) => a !== gone && b === gone));
      expect(members.ordered).toEqual(those((a, b) => a === candidate && b === ordered));
    });
  });

  it("spends on hardware what orders and replacements cost, and receives scrap for what was replaced or sold", () => {
    law(({ standing }, { standing: next, ordered: orders, left, purchaseUsd, scrapUsd }) => {
      const owned = (s: number) => s === serving || s === elsewhere || s === off;
      for (let o = 0; o < N; o++) {
        const replaced = owned(standing.status[o]!) && next.ageDays[o]! < standing.ageDays[o]!;
        const bought = Number(orders.includes(o)) + Number(replaced);
        const sold = Number(left.includes(o)) + Number(replaced);
        expect(purchaseUsd[o]).toBe(bought * hardware.units[o]! * hardware.capexUsd[o]!);
        expect(scrapUsd[o]).toBe(sold * hardware.units[o]! * hardware.scrapUsd[o]!);
      }
    });
  });

  it("lets nobody in for whom there is no uid, and nobody serve before hardware has arrived", () => {
    law((input, { entered, left, standing }) => {
      const newcomers = entered.filter((o) => input.registered[o] !== 1);
      const givenBack = left.filter((o) => input.registered[o] === 1).length;
      expect(newcomers.length).toBeLessThanOrEqual(input.freeSlots + Math.max(input.replaceable, givenBack));
      const arrived = entered.filter((o) => input.standing.status[o] === ordered);
      for (const o of arrived) {
        expect(input.standing.arrives[o]).toBeLessThanOrEqual(input.epoch + 1);
        expect(standing.ageDays[o]).toBe(0);
      }
    });
  });

  it("remembers finite incomes and never owes more than it can order", () => {
    law((_, { standing, incomePerHour }) => {
      for (const income of incomePerHour) expect(Number.isFinite(income) && income >= 0).toBe(true);
      expect(standing.owedOrders).toBeGreaterThanOrEqual(0);
      expect(standing.owedOrders).toBeLessThanOrEqual(N);
    });
  });

  it("leaves its input as it was", () => {
    fc.assert(
      fc.property(starts, weathers, (statuses, seasons) => {
        let standing = opening(statuses);
        seasons.forEach((weather, epoch) => {
          const input = inputOf(standing, holders(standing), epoch, weather);
          const copy = copyOf(input);
          standing = rule.step(input).standing;
          expect(input).toEqual(copy);
        });
      }),
      { numRuns: 20 },
    );
  });

  const everybody = Array<number>(N).fill(serving);
  const lasting = { lifeDays: new Float64Array(N).fill(1e9) };

  it("keeps everybody where income is enough", () => {
    const rich = Array.from({ length: 60 }, () => ({ ...calm, fees: 2, subsidy: 1 }));
    expect([...play(everybody, rich, () => {}, lasting).status]).toEqual(everybody);
  });

  if (kind === "fixed") {
    it("changes nothing, whatever happens", () => {
      law(({ standing }, { standing: next, ...members }) => {
        expect(next).toBe(standing);
        const { entered, stopped, left, ordered: orders, purchaseUsd, scrapUsd } = members;
        expect([...entered, ...stopped, ...left, ...orders, sum(purchaseUsd), sum(scrapUsd)]).toEqual([0, 0]);
      });
    });
  } else {
    const dry = Array.from({ length: 60 }, () => calm);

    it("loses everybody where there is no income, each when its patience has ended", () => {
      const stoppedAt = new Map<number, number>();
      const end = play(
        everybody,
        dry,
        ({ epoch }, { stopped }) => stopped.forEach((o) => stoppedAt.set(o, epoch)),
        lasting,
      );
      hardware.patienceEpochs.forEach((epochs, o) => expect(stoppedAt.get(o), `operator ${o}`).toBe(epochs - 1));
      expect([...end.status]).toEqual(Array(N).fill(gone));
    });

    it("moves those whom another workload pays better there, and back when this one does", () => {
      const away = dry.slice(0, 10).map(() => ({ ...calm, fees: 0.5, outside: 3 }));
      const home = dry.slice(0, 30).map(() => ({ ...calm, fees: 5, vacantUsd: 1e4 }));
      expect([...play(everybody, away, () => {}, lasting).status]).toEqual(Array(N).fill(elsewhere));
      expect([...play(everybody, [...away, ...home], () => {}, lasting).status]).toContain(serving);
    });

    it("buys while income covers full cost, and orders nothing where it does not", () => {
      const some = everybody.map((s, o) => (o % 3 === 0 ? s : candidate));
      const orders = (fees: number) => {
        let count = 0;
        play(
          some,
          dry.map(() => ({ ...calm, fees })),
          (_, members) => (count += members.ordered.length),
          lasting,
        );
        return count;
      };
      expect(orders(5)).toBe(5);
      expect(orders(0.4)).toBe(0);
    });

    it("replaces worn hardware only where income covers full cost", () => {
      const end = (fees: number) => [
        ...play(
          everybody,
          dry.slice(0, 25).map(() => ({ ...calm, fees })),
          () => {},
        ).status,
      ];
      expect(end(5)).toEqual(everybody);
      expect(end(0.65)).toEqual(Array(N).fill(gone));
    });
  }
});
