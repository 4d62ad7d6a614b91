import type { Chart as ChartJs, ChartConfiguration, ChartDataset, Plugin } from "chart.js";
import { stepColour } from "../../reports/render/palette.ts";
import { canvasOf, family, ink } from "../../reports/render/png.ts";
import type { PublishedSetting } from "./compare.ts";
import { retentionOf } from "./lines.ts";
import type { MapPoint } from "./results.ts";
import { honestStakes, selfWeights, settings } from "./settings.ts";

/** A square plot, as the original has it. */
const size = { width: 1000, height: 1000 };
/** The line that the published text speaks of. */
const emphasised = 0.6;
/** Below W_C = 0 there is room for the lines' labels; they stand at this height. */
const floor = -0.06;
const labelHeight = -0.033;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Line {
  readonly honestStake: number;
  readonly colour: string;
  readonly ours: Point[];
  readonly published: Point[];
}

/**
 * The retention lines of `base` over the whole map, W_H (x) by W_C (y) for every S, with the published points.
 * @param map  every point of the setting `base`, W_H rising for each S and W_C
 * @param seed the draw that the map is of
 * @returns a PNG file
 */
export async function drawRetention(
  map: readonly MapPoint[],
  published: PublishedSetting,
  seed: number,
): Promise<Uint8Array> {
  const lines = honestStakes.map((honestStake, k) => ({
    honestStake,
    colour: stepColour(k / (honestStakes.length - 1)),
    ours: retentionLine(map, honestStake),
    published: publishedLine(published, honestStake),
  }));
  return canvasOf(size).renderToBuffer(configuration(lines, seed) as ChartConfiguration);
}

function retentionLine(map: readonly MapPoint[], honestStake: number): Point[] {
  const line = map.filter((one) => one.setting === "base" && one.honestStake === honestStake);
  const points = selfWeights.map((minorWeight) => {
    const column = line.filter((one) => one.minorWeight === minorWeight).map((one) => one.honestEmission);
    return { x: retentionOf(column, honestStake), y: minorWeight };
  });
  return points.filter(({ x }) => x > 0 && x < Infinity);
}

function publishedLine({ lines, minorWeights }: PublishedSetting, honestStake: number): Point[] {
  const line = lines.find((one) => one.honestStake === honestStake);
  return (line?.honestWeights ?? []).flatMap((x, k) => (x === null ? [] : [{ x, y: minorWeights[k]! }]));
}

function configuration(lines: readonly Line[], seed: number): ChartConfiguration<"scatter", Point[]> {
  const { sigmaWeights, kappa, beta } = settings.base;
  return {
    type: "scatter",
    data: { datasets: [...lines.map(lineOf), ...lines.map(dotsOf)] },
    plugins: [labels(lines)],
    options: {
      responsive: false,
      animation: false,
      devicePixelRatio: 1,
      layout: { padding: { left: 10, right: 34, top: 8, bottom: 10 } },
      plugins: {
        legend: { display: false },
        title: heading("The self-weight that keeps an honest camp's share of stake", font(23, "bold"), ink.text, 6),
        subtitle: heading(
          [
            "Lines: where honest emission equals honest stake S. Dots: the lines published with the chain's code.",
            `512 uids, σ ${sigmaWeights}, κ ${kappa}, β ${beta}, one draw each (ours: seed ${seed}).`,
          ],
          font(16),
          ink.soft,
          14,
        ),
      },
      scales: {
        x: { ...axis("W_H: share of weight that honest validators give their own camp", 0), max: 1 },
        y: { ...axis("W_C: share of weight that the minority gives its own camp", floor), max: 1 },
      },
    },
  };
}

const font = (pixels: number, weight: "normal" | "bold" = "normal") => ({ family, size: pixels, weight });

const heading = (text: string | string[], of: ReturnType<typeof font>, color: string, bottom: number) => ({
  display: true,
  text,
  align: "start" as const,
  color,
  font: of,
  padding: { bottom },
});

function axis(text: string, min: number) {
  return {
    type: "linear" as const,
    min,
    title: { display: true, text, color: ink.soft, font: font(18) },
    grid: { color: ink.rule },
    afterBuildTicks: (scale: { ticks: { value: number }[] }) =>
      void (scale.ticks = Array.from({ length: 11 }, (_, k) => ({ value: k / 10 }))),
    ticks: { color: ink.soft, font: font(16), callback: (value: string | number) => Number(value).toFixed(1) },
  };
}

type Dataset = ChartDataset<"scatter", Point[]>;

const lineOf = ({ honestStake, colour, ours }: Line): Dataset => ({
  data: ours,
  showLine: true,
  pointRadius: 0,
  borderColor: colour,
  borderWidth: honestStake === emphasised ? 5 : 2.4,
  order: 2,
});

const dotsOf = ({ colour, published }: Line): Dataset => ({
  data: published,
  pointRadius: 5,
  borderColor: "#ffffff",
  borderWidth: 1.5,
  backgroundColor: colour,
  clip: false,
  order: 1,
});

/** Each line's S under its foot, and what lies on either side of a line. */
function labels(lines: readonly Line[]): Plugin<"scatter"> {
  return {
    id: "labels",
    afterDatasetsDraw({ ctx, scales, chartArea }) {
      const [x, y] = [scales["x"]!, scales["y"]!];
      const height = y.getPixelForValue(labelHeight);
      ctx.save();
      ctx.textBaseline = "middle";
      for (const { honestStake, colour, ours } of lines) {
        const foot = ours[0];
        if (foot) write(ctx, `${Math.round(100 * honestStake)}%`, x.getPixelForValue(foot.x), height, colour, "center");
      }
      write(ctx, "S =", chartArea.left - 24, height, ink.text, "right");
      write(
        ctx,
        "Left of its line a camp loses share,",
        x.getPixelForValue(0.05),
        y.getPixelForValue(0.9),
        ink.text,
        "left",
      );
      write(ctx, "right of it the camp gains.", x.getPixelForValue(0.05), y.getPixelForValue(0.865), ink.text, "left");
      ctx.restore();
    },
  };
}

/** Bold text with a white edge, so that the grid does not cross it. */
function write(
  ctx: ChartJs["ctx"],
  text: string,
  x: number,
  y: number,
  colour: string,
  align: "left" | "center" | "right",
): void {
  ctx.font = `bold 15px "${family}"`;
  ctx.textAlign = align;
  ctx.lineWidth = 5;
  ctx.strokeStyle = "#ffffff";
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}
