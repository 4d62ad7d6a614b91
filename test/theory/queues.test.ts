import { describe, expect, it } from "vitest";
import { stream } from "../../sim/core/random.ts";
import {
  cosmetatosWait,
  delayProbability,
  lostShare,
  md1Wait,
  mdcWait,
  mm1Wait,
  mmcWait,
} from "../../sim/theory/queues.ts";

const ARRIVALS = 400_000;

/** Mean wait and share lost of a simulated queue with one unit of service time on average. */
function simulated(load: number, servers: number, wish: { constant: boolean; mayWait: boolean }) {
  const random = stream(7, "queue", load, servers);
  const exponential = () => -Math.log(1 - random());
  const free = new Float64Array(servers);
  let [now, waited, lost] = [0, 0, 0];
  for (let k = 0; k < ARRIVALS; k++) {
    now += exponential() / load;
    let first = 0;
    for (let c = 1; c < servers; c++) if (free[c]! < free[first]!) first = c;
    const service = wish.constant ? 1 : exponential();
    const start = Math.max(now, free[first]!);
    if (start > now && !wish.mayWait) {
      lost++;
      continue;
    }
    waited += start - now;
    free[first] = start + service;
  }
  return { wait: waited / ARRIVALS, lost: lost / ARRIVALS };
}
const within = (actual: number, expected: number, tolerance: number) =>
  expect(Math.abs(actual / expected - 1), `${actual}, expected ${expected}`).toBeLessThan(tolerance);

describe("waits", () => {
  it.each([
    [0.8, 1],
    [3.2, 4],
    [1.1, 2],
  ])("load %f on %i servers: as simulated, within 5%", (load, servers) => {
    within(simulated(load, servers, { constant: true, mayWait: true }).wait, mdcWait(load, servers, 1), 0.05);
    within(simulated(load, servers, { constant: false, mayWait: true }).wait, mmcWait(load, servers, 1), 0.05);
  });

  it("of one server are the closed forms at every load, M/D/1 being half of M/M/1", () => {
    for (const rho of [1e-9, 0.1, 0.5, 0.9, 0.97]) {
      within(mm1Wait(rho, 2), (2 * rho) / (1 - rho), 1e-12);
      within(md1Wait(rho, 2), rho / (1 - rho), 1e-12);
      within(mdcWait(rho, 1, 2), md1Wait(rho, 2), 1e-9);
      within(delayProbability(rho, 1), rho, 1e-12);
    }
  });

  it("are approximated by Cosmetatos to 1% at loads of half and more", () => {
    for (const rho of [0.5, 0.7, 0.9])
      for (const c of [2, 4, 8]) within(cosmetatosWait(rho * c, c, 1), mdcWait(rho * c, c, 1), 0.01);
  });

  it("from request to answer are approximated by Cosmetatos to 0.2% at loads up to 0.97 on 2 to 64 servers", () => {
    for (const c of [2, 3, 4, 8, 16, 32, 64])
      for (const rho of [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.97])
        within(1 + cosmetatosWait(rho * c, c, 1), 1 + mdcWait(rho * c, c, 1), 0.002);
  });

  it("are nothing where nobody comes", () => expect([mm1Wait(0, 1), mdcWait(0, 3, 1)]).toEqual([0, 0]));

  it.each([1, 1.5, -0.1, NaN])("are refused at a load of %f for one server", (load) => {
    for (const wait of [mm1Wait, md1Wait])
      expect(() => wait(load, 1)).toThrow(
        `queue: load is ${load} for 1 servers; expected 0 or more, and less than servers`,
      );
    expect(() => mdcWait(load, 1, 1)).toThrow(RangeError);
    expect(() => cosmetatosWait(load, 1, 1)).toThrow(RangeError);
  });
});

describe("requests lost where none may wait", () => {
  it.each([
    [4, 5],
    [4, 2],
    [0.5, 1],
  ])("load %f on %i servers: as simulated, within 2%, whatever the service times", (load, servers) => {
    for (const constant of [true, false])
      within(simulated(load, servers, { constant, mayWait: false }).lost, lostShare(load, servers), 0.02);
  });

  it("are all of them without servers, none without load", () => {
    expect([lostShare(3, 0), lostShare(0, 2)]).toEqual([1, 0]);
  });
});
