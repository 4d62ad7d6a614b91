/**
 * Charts as picture files, drawn by chart.js on a canvas without a browser. The only renderer that needs packages of Node;
 * a bundled font is registered, since without one no text is drawn.
 */
import { createRequire } from "node:module";
import type { Chart as ChartJs, ChartConfiguration, ChartDataset, LegendItem, Plugin } from "chart.js";
import { ChartJSNodeCanvas } from "chartjs-node-canvas";
import { xTitle, type Chart, type Line } from "./charts.ts";
import { inks } from "./palette.ts";
import { drawn, place, placeMarks, tickLabel, timeTicks, valueTicks, type PlacedMark } from "./scale.ts";

export const pictureSize = { width: 1000, height: 560 } as const;

export const family = "Taper Sans";
export const ink = { text: "#1d1d1b", soft: "#64635e", rule: "#e2e1dc" };

/** A white canvas that knows the bundled font. @param size in pixels */
export function canvasOf(size: { readonly width: number; readonly height: number }): ChartJSNodeCanvas {
  const canvas = new ChartJSNodeCanvas({ ...size, backgroundColour: "#ffffff" });
  const locate = createRequire(import.meta.url);
  for (const file of ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"]) {
    canvas.registerFont(locate.resolve(`dejavu-fonts-ttf/ttf/${file}`), { family });
  }
  return canvas;
}

/** PNG files by chart id. */
export async function pngs(charts: readonly Chart[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const canvas = canvasOf(pictureSize);
  const files = new Map<string, Uint8Array>();
  for (const chart of charts) files.set(chart.id, await canvas.renderToBuffer(configuration(chart)));
  return files;
}

/** Charts side by side in one PNG file. */
export async function panels(charts: readonly Chart[]): Promise<Uint8Array> {
  const { createCanvas, loadImage } = await import("@napi-rs/canvas");
  const { width, height } = pictureSize;
  const whole = createCanvas(width * charts.length, height);
  const context = whole.getContext("2d");
  for (const [k, bytes] of [...(await pngs(charts)).values()].entries())
    context.drawImage(await loadImage(bytes), k * width, 0);
  return whole.toBuffer("image/png");
}

type Dataset = ChartDataset<"line", { x: number; y: number }[]>;

function configuration(chart: Chart): ChartConfiguration<"line", { x: number; y: number }[]> {
  const yTicks = valueTicks(chart);
  const font = (size: number, weight: "normal" | "bold" = "normal") => ({ family, size, weight });
  const axisTitle = (text: string) => ({ display: true, text, color: ink.soft, font: font(15) });
  return {
    type: "line",
    data: { datasets: datasets(chart) },
    plugins: [markLines(chart)],
    options: {
      responsive: false,
      animation: false,
      parsing: false,
      devicePixelRatio: 1,
      layout: { padding: { left: 14, right: 26, top: 12, bottom: 12 } },
      plugins: {
        title: {
          display: true,
          text: chart.title,
          align: "start",
          color: ink.text,
          font: font(20, "bold"),
          padding: { bottom: 8 },
        },
        legend: {
          align: "start",
          labels: {
            usePointStyle: true,
            pointStyleWidth: 44,
            font: font(14),
            padding: 16,
            generateLabels: () => legend(chart),
          },
        },
      },
      scales: {
        x: {
          type: "linear",
          min: 0,
          max: chart.xEnd,
          title: axisTitle(xTitle(chart)),
          grid: { display: false },
          afterBuildTicks: (axis) =>
            void (axis.ticks = timeTicks(chart.xEnd, chart.xUnit, 13).map((value) => ({ value }))),
          ticks: { color: ink.soft, font: font(14), callback: (value) => tickLabel(Number(value)) },
        },
        // Room above the plot for the labels of the marks.
        above: {
          position: "top",
          ticks: { display: false },
          grid: { display: false },
          border: { display: false },
          afterFit: (axis) => void (axis.height = 14 + 18 * chart.marks.length),
        },
        y: {
          type: chart.yScale === "log" ? "logarithmic" : "linear",
          min: yTicks[0]!,
          max: yTicks[yTicks.length - 1]!,
          title: axisTitle(chart.yTitle),
          grid: { color: ink.rule },
          stacked: false,
          afterBuildTicks: (axis) => void (axis.ticks = yTicks.map((value) => ({ value }))),
          ticks: { color: ink.soft, font: font(14), callback: (value) => tickLabel(Number(value)) },
        },
      },
    },
  };
}

/** Filled lines are drawn as areas up to their stacked top; chart.js draws the data set of the least order on top. */
function datasets(chart: Chart): Dataset[] {
  const tops = drawn(chart);
  const axis = valueTicks(chart);
  const shown = (y: number) => (Number.isNaN(place(chart, axis, y)) ? NaN : y);
  return chart.lines.map((line, k) => {
    const below = line.filled ? chart.lines.slice(0, k).findLastIndex(({ filled }) => filled) : -1;
    const fill = line.filled ? (below < 0 ? "origin" : below) : false;
    const points = tops[k]!.map((y, i) => ({ x: chart.x[i]!, y: shown(y) }));
    return { ...dataset(line, points, fill), order: chart.lines.length - k };
  });
}

/** Samples as the lines are drawn, the topmost first; those chart.js makes leave out the dashes. */
function legend(chart: Chart): LegendItem[] {
  return chart.lines
    .map((line, k): LegendItem => {
      const colour = inks[line.ink].light;
      return {
        text: line.name,
        datasetIndex: k,
        fontColor: ink.text,
        fillStyle: colour,
        strokeStyle: colour,
        lineWidth: line.filled ? 0 : line.width * 1.25,
        lineDash: line.dash.map((length) => length * 1.4),
        pointStyle: line.filled ? "rect" : "line",
      };
    })
    .reverse();
}

function dataset(
  { name, ink: of, dash, width, filled }: Line,
  data: { x: number; y: number }[],
  fill: number | "origin" | false,
): Dataset {
  const colour = inks[of].light;
  return {
    label: name,
    data,
    fill,
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: filled ? 0 : width * 1.25,
    borderDash: dash.map((length) => length * 1.4),
    pointRadius: 0,
    clip: 4,
    pointStyle: filled ? "rect" : "line",
    spanGaps: false,
  };
}

/** Upright lines at the days of the cut, their labels above the plot. */
function markLines(chart: Chart): Plugin<"line"> {
  return {
    id: "marks",
    afterDatasetsDraw({ ctx, width, chartArea: { top, bottom }, scales }) {
      for (const mark of placeMarks(chart, (value) => scales["x"]!.getPixelForValue(value), width, 8.2)) {
        ctx.save();
        drawMark(ctx, mark, top, bottom);
        ctx.restore();
      }
    },
  };
}

function drawMark(
  ctx: ChartJs["ctx"],
  { at, toLeft, row, label, thin }: PlacedMark,
  top: number,
  bottom: number,
): void {
  const base = top - 8 - 18 * row;
  ctx.strokeStyle = ink.text;
  ctx.lineWidth = thin ? 0.7 : 1.4;
  ctx.setLineDash(thin ? [] : [2, 4]);
  ctx.beginPath();
  ctx.moveTo(at, base - 12);
  ctx.lineTo(at, bottom);
  ctx.stroke();
  ctx.font = `14px "${family}"`;
  ctx.fillStyle = ink.text;
  ctx.textAlign = toLeft ? "right" : "left";
  ctx.fillText(label, at + (toLeft ? -6 : 6), base);
}
