/** Many draws at once are the draws that each would be alone. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { drawMany, hashesOfAll } from "../../sim/core/draws/many.ts";
import { draw } from "../../sim/core/random.ts";

const texts = fc.array(fc.string(), { minLength: 1, maxLength: 9 });
const places = (length: number) => fc.array(fc.nat(8), { minLength: length, maxLength: length });
const some = fc.nat(40).chain((length) => fc.tuple(places(length), places(length)));

it("are the same bits as one by one, whatever the key", () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(1e6), texts, texts, some, (seed, epoch, ids, purposes, [id, purpose]) => {
      const [who, why] = [
        Int32Array.from(id, (i) => i % ids.length),
        Int32Array.from(purpose, (i) => i % purposes.length),
      ];
      const wanted = Float64Array.from(who, (i, k) => draw(seed, `for ${purposes[why[k]!]!}`, epoch, ids[i]!));
      expect(drawMany(seed, epoch, hashesOfAll(ids), who, hashesOfAll(purposes, "for "), why)).toEqual(wanted);
    }),
  );
});

it("are so beyond what is drawn at once, for one purpose", () => {
  const ids = Array.from({ length: 9000 }, (_, i) => `miner/${i}`);
  const everybody = Int32Array.from(ids.keys());
  const drawn = drawMany(-1, 5, hashesOfAll(ids), everybody, hashesOfAll(["audited"]), 0);
  expect([...drawn]).toEqual(ids.map((id) => draw(-1, "audited", 5, id)));
});
