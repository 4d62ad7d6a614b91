/** Closed forms by id: all that is expected of each, from its parameters. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Values = Readonly<Record<string, (parameters: any) => unknown>>;
