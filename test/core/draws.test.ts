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
    fc.property(
      fc.integer(),
      fc.nat(1e6),
      texts,
      texts,
      some,
      fc.nat(),
      (seed, epoch, ids, purposes, [id, purpose], t) => {
        const [who, why] = [
          Int32Array.from(id, (i) => i % ids.length),
          Int32Array.from(purpose, (i) => i % purposes.length),
        ];
        const wanted = Float64Array.from(who, (i, k) => draw(seed, `for ${purposes[why[k]!]!}`, epoch, ids[i]!, t));
        const drawn = new Float64Array(who.length);
        drawMany(seed, epoch, hashesOfAll(ids), who, hashesOfAll(purposes, "for "), why, t, drawn);
        expect(drawn).toEqual(wanted);
      },
    ),
  );
});

it("are so beyond what is drawn at once, for one purpose", () => {
  const ids = Array.from({ length: 9000 }, (_, i) => `miner/${i}`);
  const everybody = Int32Array.from(ids.keys());
  const drawn = new Float64Array(ids.length);
  drawMany(-1, 5, hashesOfAll(ids), everybody, hashesOfAll(["audited"]), 0, 0, drawn);
  expect([...drawn]).toEqual(ids.map((id) => draw(-1, "audited", 5, id)));
});

it("are so one after the other, for the same ids and for others", () => {
  const ids = hashesOfAll(["a", "b", "c"]);
  const purposes = hashesOfAll(["x", "y"]);
  const drawn = new Float64Array(2);
  const asDrawn = (id: Int32Array | number, epoch: number, purpose: Int32Array | number) => {
    drawMany(3, epoch, ids, id, purposes, purpose, 0, drawn);
    return [...drawn];
  };
  const [some, others] = [Int32Array.of(0, 1), Int32Array.of(2, 0)];
  for (const epoch of [0, 1]) {
    expect(asDrawn(some, epoch, 0)).toEqual([draw(3, "x", epoch, "a"), draw(3, "x", epoch, "b")]);
    expect(asDrawn(others, epoch, 1)).toEqual([draw(3, "y", epoch, "c"), draw(3, "y", epoch, "a")]);
    expect(asDrawn(2, epoch, some)).toEqual([draw(3, "x", epoch, "c"), draw(3, "y", epoch, "c")]);
  }
});
