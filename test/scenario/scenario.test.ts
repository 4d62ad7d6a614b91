import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse as parseYaml, stringify } from "yaml";
import { economy } from "../../sim/catalog.ts";
import { jsonSchema, type MinerGroup, type ValidatorGroup } from "../../sim/scenario.ts";
import { messagesOf, parse, read } from "./read.ts";

const good = parseYaml(readFileSync(join(import.meta.dirname, "good.yaml"), "utf8")) as Record<string, unknown>;
/** The good scenario with some fields replaced. */
const goodWith = (fields: object) => stringify({ ...good, ...fields });

describe("a parsed scenario", () => {
  const { scenario, keep, canonical, hash } = read("good.yaml");
  const [honest, lazy, auditors] = scenario.participants as unknown as [MinerGroup, MinerGroup, ValidatorGroup];

  test("has its defaults, in the units of the engine", () => {
    expect(scenario).toMatchObject({
      seed: 1,
      duration: 20 * 7 * 86_400,
      blockTime: 12,
      maxUids: 256,
      discountRate: 0.1,
      split: { owner: 0.18, miners: 0.41, validators: 0.41 },
      emission: { kind: "constant", tokensPerBlock: 0.01 },
    });
    expect(honest).toMatchObject({ units: 1, trainShare: 0.5, behaviour: { kind: "honest" }, patience: 28 * 86_400 });
    expect(honest).toMatchObject({ costSpread: 0, patienceSpread: 0, cash: 0, habitShare: 0.25, entrants: 0 });
    expect(lazy.behaviour.kind).toBe("lazy");
    expect(auditors).toMatchObject({ stake: 100, behaviour: { kind: "honest" }, cash: 0, habitShare: 0.25 });
  });

  test("has a twin that never ends the subsidy", () => {
    expect(keep).toEqual({ ...scenario, taper: { kind: "never" } });
  });

  test("has a canonical form: defaults filled in, units written, keys sorted", () => {
    const written = JSON.parse(canonical) as Record<string, unknown>;
    expect(written).toMatchObject({ duration: "12096000 s", blockTime: "12 s", seed: 1 });
    expect(Object.keys(written)).toEqual(Object.keys(written).toSorted());
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test("reads the same from its canonical form", () => {
    expect(parse(canonical)).toEqual({ scenario, keep, canonical, hash });
  });

  test("has a hash of its meaning, not of its layout", () => {
    expect(parse(goodWith({ duration: "140 days", seed: 1 })).hash).toBe(hash);
    expect(parse(goodWith({ name: "other" })).hash).not.toBe(hash);
    expect(parse(goodWith({ seed: 2 })).hash).not.toBe(hash);
  });
});

describe("the canonical form of any scenario", () => {
  const number = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
  const fields = fc.record({
    seed: fc.nat(2 ** 32 - 1),
    duration: number.map((n) => `${n + 1} weeks`),
    discountRate: fc.double({ min: 0, max: 1, noNaN: true }),
    price: number.map((usdPerToken) => ({ kind: "fixed", usdPerToken })),
    emission: number.chain((n) =>
      fc.constantFrom(
        { kind: "none" },
        { kind: "constant", tokensPerBlock: `${n} tokens/block` },
        { kind: "decay", tokensPerBlock: `${n} tokens/block`, halfLife: `${n} days` },
      ),
    ),
    taper: fc.constantFrom(
      { kind: "never" },
      { kind: "step", at: "10 weeks", announcedAt: "9 weeks", floor: 0.1 },
      { kind: "linear", from: "10 weeks", until: "12 weeks", announcedAt: "0 s" },
    ),
    twin: fc.constantFrom(
      {},
      { demand: { kind: "none" } },
      { discountRate: 0.2, taper: { kind: "step", at: "10 weeks", floor: 0.5 } },
    ),
  });

  test("parses to itself with the same hash", () => {
    fc.assert(
      fc.property(fields, (replaced) => {
        const once = parse(goodWith(replaced));
        expect(parse(once.canonical)).toEqual(once);
      }),
      { numRuns: 50 },
    );
  });
});

describe("every kind of the catalog", () => {
  const kinds = Object.entries(economy).flatMap(([slot, { kinds }]) => kinds.map((kind) => ({ slot, kind })));

  test.each(kinds)("$slot.$kind.kind says what it is and describes its parameters", ({ kind }) => {
    expect(kind.about.length).toBeGreaterThan(10);
    for (const [name, field] of Object.entries(kind.schema.shape)) {
      if (name !== "kind") expect((field as { description?: string }).description, name).toBeTruthy();
    }
  });
});

describe("extends", () => {
  test("lays a file upon another: maps merge, lists and scalars are replaced", () => {
    const { scenario } = parse(`
extends: good.yaml
name: changed
work: { stepsPerReferenceHour: 7 }
participants:
  - { id: only, role: miner, count: 1, hardware: h100-colo }
  - { id: judge, role: validator, count: 1, stake: 1 }
`);
    expect(scenario.name).toBe("changed");
    expect(scenario.work).toEqual({ stepsPerReferenceHour: 7, requestsPerReferenceHour: 100 });
    expect(scenario.participants.map(({ id }) => id)).toEqual(["only", "judge"]);
    expect(scenario.consensus?.kind).toBe("yuma");
  });

  test("drops the parameters of a rule when another kind is named", () => {
    const { scenario } = parse("extends: good.yaml\nemission: { kind: none }\n");
    expect(scenario.emission).toEqual({ kind: "none" });
  });

  test("adds to the parameters of the same kind", () => {
    const { scenario } = parse("extends: good.yaml\ntaper: { kind: step, floor: 0.1 }\n");
    expect(scenario.taper).toMatchObject({ at: 70 * 86_400, floor: 0.1 });
  });

  test("leaves no trace in the canonical form", () => {
    expect(parse("extends: good.yaml\n")).toEqual(read("good.yaml"));
  });
});

describe("twin", () => {
  const twin = parse(goodWith({ twin: { demand: { kind: "none" }, work: { stepsPerReferenceHour: 20 } } }));

  test("is the scenario with the twin laid upon it, its taper included", () => {
    expect(twin.keep).toEqual({
      ...twin.scenario,
      work: { stepsPerReferenceHour: 20, requestsPerReferenceHour: 100 },
    });
    expect(twin.keep.taper.kind).toBe("step");
  });

  test("is written canonically, so that it does not matter how it was put", () => {
    const one = parse(goodWith({ twin: { taper: { kind: "step", at: "12 weeks" } } }));
    const other = parse(goodWith({ twin: { taper: { at: "84 days", kind: "step" } } }));
    expect(one).toEqual(other);
    expect(one.hash).not.toBe(read("good.yaml").hash);
    expect(parse(one.canonical)).toEqual(one);
  });
});

describe("--set", () => {
  test("sets scalars, maps and members of lists by position or id", () => {
    const { scenario } = read("good.yaml", [
      "seed=7",
      "taper.at=1 week",
      "participants.0.count=5",
      "participants.auditors.stake=9 tokens",
      "participants.lazy.behaviour={ kind: copier }",
    ]);
    expect(scenario.seed).toBe(7);
    expect(scenario.taper).toMatchObject({ at: 7 * 86_400 });
    expect(scenario.participants).toMatchObject([{ count: 5 }, { behaviour: { kind: "copier" } }, { stake: 9 }]);
  });

  test("applies in order, and another kind drops the parameters before it", () => {
    const { scenario } = read("good.yaml", [
      "emission.kind=decay",
      "emission.tokensPerBlock=2 tokens/block",
      "emission.halfLife=1 year",
    ]);
    expect(scenario.emission).toEqual({ kind: "decay", tokensPerBlock: 2, halfLife: 365 * 86_400 });
  });

  test("reaches into the twin", () => {
    expect(read("good.yaml", ["twin.taper.kind=never"]).keep.taper.kind).toBe("never");
  });

  test.each([
    [["seed"], '--set:1:1: "seed" is no assignment; expected path=value, such as seed=2'],
    [["=3"], '--set:1:1: "=3" is no assignment; expected path=value, such as seed=2'],
    [["seed=abc"], '--set:1:6: seed is "abc"; expected a whole number from 0 to 4294967295'],
    [["seed="], "--set:1:1: seed is empty; expected a whole number from 0 to 4294967295"],
    [["seed=2", "tempos=5"], '--set:2:1: tempos is not a known key; expected one of 30 names. Did you mean "tempo"?'],
    [["participants.auditors.stake=-5"], "--set:1:29: participants[2].stake is -5; expected 0 or more"],
    [
      ["participants.lasy.count=1"],
      '--set:1:1: lasy is no member of this list; expected honest, lazy, auditors or a position from 0 to 2. Did you mean "lazy"?',
    ],
    [["work={ stepsPerReferenceHour: 1"], "--set:1:6: this is not valid YAML: "],
  ])("%j is refused", (overrides, message) => {
    const messages = messagesOf(() => read("good.yaml", overrides));
    expect(messages).toHaveLength(1);
    expect(messages[0]!.slice(0, message.endsWith(": ") ? message.length : undefined)).toBe(message);
  });
});

describe("no text", () => {
  test("makes the parser fail in another way than with a position", () => {
    const line = fc.constantFrom(
      "name: x",
      "- a",
      "demand: {kind: none}",
      "participants: [1]",
      "? a",
      "&a b",
      "extends: 5",
      "twin: 3",
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.oneof(line, fc.string())).map((lines) => lines.join("\n")),
    );
    fc.assert(
      fc.property(text, (written) => {
        const messages = messagesOf(() => parse(written));
        expect(messages.length).toBeGreaterThan(0);
        for (const message of messages) expect(message).toMatch(/^\S+:\d+:\d+: /);
      }),
      { numRuns: 300 },
    );
  });
});

describe("JSON Schema", () => {
  const schema = jsonSchema(economy) as {
    properties: Record<string, { oneOf?: { description?: string }[]; default?: unknown; description?: string }>;
    then: { required: string[] };
  };

  test("has every field with its description, and every kind with what it is", () => {
    for (const [name, field] of Object.entries(schema.properties)) expect(field.description, name).toBeTruthy();
    expect(schema.properties.emission!.oneOf!.map(({ description }) => description)).toEqual(
      economy.emission.kinds.map(({ about }) => about),
    );
    expect(schema.properties.blockTime!.default).toBe("12 s");
  });

  test("requires what has no default, unless the file extends another", () => {
    expect(schema.then.required).toContain("tempo");
    expect(schema.then.required).not.toContain("seed");
    expect(schema).not.toHaveProperty("required");
  });
});
