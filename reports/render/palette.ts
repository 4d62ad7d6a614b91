/** Colours by what they stand for, on a light and on a dark ground. The arms differ in lightness, width and dash too. */
export const inks = {
  cut: { light: "#b23a10", dark: "#ff8f5e" },
  keep: { light: "#4b86c9", dark: "#7fb4f0" },
  never: { light: "#5f6b3a", dark: "#b9c78a" },
  customers: { light: "#79bd9c", dark: "#2f6f55" },
  subsidy: { light: "#f4dc96", dark: "#86691f" },
  running: { light: "#303030", dark: "#d8d8d8" },
  full: { light: "#161616", dark: "#f5f5f5" },
  first: { light: "#7a3e9d", dark: "#c79ae0" },
  second: { light: "#1f7a8c", dark: "#5cc0d3" },
  third: { light: "#c17a00", dark: "#f0b04a" },
  fourth: { light: "#3f5f2a", dark: "#9cc47c" },
  fifth: { light: "#a02852", dark: "#f08aad" },
  sixth: { light: "#2f5fb3", dark: "#86a8ec" },
  seventh: { light: "#6b6b6b", dark: "#b4b4b4" },
  eighth: { light: "#2a8a4a", dark: "#6fcf8d" },
} as const;

export type Ink = keyof typeof inks;

/** Dark to light; all of it can be read on white. */
const stops = [
  [59, 31, 99],
  [43, 84, 150],
  [31, 128, 138],
  [58, 156, 88],
  [150, 152, 24],
  [206, 112, 16],
] as const;

/** Colour of one of the steps of a quantity. @param share where the step lies, 0 the first, 1 the last */
export function stepColour(share: number): string {
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const below = Math.min(stops.length - 2, Math.floor(at));
  const mixed = stops[below]!.map((value, k) => Math.round(value + (at - below) * (stops[below + 1]![k]! - value)));
  return `rgb(${mixed.join()})`;
}
