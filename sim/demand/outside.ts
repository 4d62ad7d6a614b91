import { z } from "zod";
import { cloudNames, clouds } from "../data/clouds.ts";
import { duration, fraction, positive, usdPerRequest } from "../units.ts";

/** What a customer may buy elsewhere: known to everybody. */
export interface Outside {
  readonly usdPerRequest: number;
  readonly quality: number;
  /** seconds to an answer */
  readonly latency: number;
}

const known = {
  quality: fraction.describe("quality, known to everybody"),
  latency: duration.prefault("1 s").describe("seconds to an answer"),
};

export const cloudSchema = z.strictObject({ usdPerRequest: usdPerRequest.describe("list price"), ...known });

/** A cloud of several: its price is given, or follows from a list price of an hour. */
export const namedCloudSchema = z
  .strictObject({
    id: z.string().describe("name of the cloud"),
    usdPerRequest: usdPerRequest.optional().describe("price of a request; left out: that of `listed`"),
    listed: z.enum(cloudNames).optional().describe("list price of an hour, out of sim/data/clouds.ts"),
    requestsPerHour: positive.optional().describe("requests that an hour at the list price answers"),
    ...known,
  })
  .superRefine((cloud, context) => {
    const isPriced = cloud.usdPerRequest !== undefined;
    const isListed = cloud.listed !== undefined && cloud.requestsPerHour !== undefined;
    const named = cloud.listed !== undefined || cloud.requestsPerHour !== undefined;
    if ((isPriced && !named) || (!isPriced && isListed)) return;
    const message = "expected either usdPerRequest, or listed and requestsPerHour";
    context.addIssue({ code: "custom", path: ["usdPerRequest"], message });
  });

export const rivalSchema = z.strictObject({
  id: z.string().describe("name of the other network"),
  usdPerRequest: usdPerRequest.describe("its price"),
  ...known,
});

/** @returns the offer of a cloud, its list price per request */
export const outsideOf = ({ quality, latency, ...cloud }: z.output<typeof namedCloudSchema>): Outside => ({
  quality,
  latency,
  usdPerRequest: cloud.usdPerRequest ?? clouds[cloud.listed!].usdPerHour / cloud.requestsPerHour!,
});
