/** USD per kilowatt-hour in a place, by who buys. */
export interface Tariff {
  readonly where: string;
  readonly residential: number;
  readonly commercial: number;
  readonly industrial: number;
  readonly source: string;
  readonly date: string;
}

const STATES = "EIA Electric Power Annual, 2023 data";

/** Prices of electricity in the United States, for the field `energyPrice` of a group. */
export const electricity: readonly Tariff[] = [
  { where: "Texas", residential: 0.1446, commercial: 0.0882, industrial: 0.066, source: STATES, date: "2023" },
  { where: "Washington", residential: 0.1098, commercial: 0.0992, industrial: 0.0635, source: STATES, date: "2023" },
  { where: "New York", residential: 0.2225, commercial: 0.1801, industrial: 0.0687, source: STATES, date: "2023" },
  { where: "California", residential: 0.2951, commercial: 0.2391, industrial: 0.1864, source: STATES, date: "2023" },
  {
    where: "US average",
    residential: 0.16,
    commercial: 0.127,
    industrial: 0.08,
    source: `${STATES} (from memory)`,
    date: "2023",
  },
];
