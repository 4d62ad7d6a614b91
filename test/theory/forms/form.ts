/** A closed form as its vector states it; `value` gives all of `expected` from `parameters`. */
export interface Form {
  readonly id: string;
  readonly parameters: unknown;
  readonly expected: unknown;
  readonly tolerance: { readonly exact?: true; readonly closedForm?: { readonly rel: number } };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Values = Readonly<Record<string, (parameters: any) => unknown>>;
