import { describe, expect, it } from "vitest";
import { forms, type Form } from "../support/closedForms.ts";
import { demandForms } from "./forms/demand.ts";
import { measureForms } from "./forms/measures.ts";
import { supplyForms } from "./forms/supply.ts";
import { tokenForms } from "./forms/tokens.ts";

const values = { ...supplyForms, ...demandForms, ...tokenForms, ...measureForms };

/** Numbers with their paths, so that none can be missing or too many. */
function flat(value: unknown, path = ""): [string, unknown][] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, `${path}/${key}`));
}

/** What is not within its tolerance: relative, of 1e-9 for what an exact form gives as no whole number, and absolute at 0. */
function amiss({ expected, tolerance }: Form, found: unknown): string[] {
  const actual = new Map(flat(found));
  const wanted = flat(expected);
  const extra = [...actual.keys()].filter((path) => !wanted.some(([name]) => name === path));
  const relative = tolerance.closedForm?.rel ?? 1e-9;
  const off = wanted.filter(([path, value]) => {
    const number = actual.get(path);
    if (typeof value !== "number" || (tolerance.exact && Number.isInteger(value))) return number !== value;
    return !(Math.abs((number as number) - value) <= relative * Math.abs(value || 1));
  });
  return [
    ...off.map(([path, value]) => `${path} is ${String(actual.get(path))}; expected ${String(value)}`),
    ...extra.map((path) => `${path} is not expected`),
  ];
}

describe("closed forms", () => {
  it.each(forms.map((form) => [form.id, form] as const))("%s", (id, form) => {
    expect(amiss(form, values[id]!(form.parameters))).toEqual([]);
  });

  it("are all there, each once", () => {
    expect(forms.length).toBe(36);
    expect(Object.keys(values).sort()).toEqual(forms.map(({ id }) => id).sort());
  });

  it("are told apart from what is a little off, missing or too much", () => {
    const form: Form = {
      id: "",
      parameters: {},
      expected: { a: [2, 0], n: 3 },
      tolerance: { closedForm: { rel: 1e-9 } },
    };
    expect(amiss(form, { a: [2 + 1e-9, 1e-10], n: 3 })).toEqual([]);
    expect(amiss(form, { a: [2 + 1e-8, 1e-8] })).toHaveLength(3);
    expect(amiss(form, { a: [2, 0], n: 3, b: 1 })).toEqual(["/b is not expected"]);
    expect(amiss({ ...form, tolerance: { exact: true } }, { a: [2, 0], n: 3 + 1e-12 })).toHaveLength(1);
  });
});
