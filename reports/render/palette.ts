/** Colours by what they stand for, on a light and on a dark ground. The arms differ in lightness, width and dash too. */
export const inks = {
  cut: { light: "#b23a10", dark: "#ff8f5e" },
  keep: { light: "#4b86c9", dark: "#7fb4f0" },
  customers: { light: "#79bd9c", dark: "#2f6f55" },
  subsidy: { light: "#f4dc96", dark: "#86691f" },
  running: { light: "#303030", dark: "#d8d8d8" },
  full: { light: "#161616", dark: "#f5f5f5" },
  first: { light: "#7a3e9d", dark: "#c79ae0" },
  second: { light: "#1f7a8c", dark: "#5cc0d3" },
  third: { light: "#c17a00", dark: "#f0b04a" },
  fourth: { light: "#3f5f2a", dark: "#9cc47c" },
  fifth: { light: "#a02852", dark: "#f08aad" },
} as const;

export type Ink = keyof typeof inks;
