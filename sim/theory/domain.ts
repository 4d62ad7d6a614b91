/** Guards of the closed forms. Each throws a RangeError that says where, what was found and what is expected. */

/** A share, a chance or a rate per task. */
export function fraction(where: string, name: string, value: number): void {
  if (!(value >= 0 && value <= 1))
    throw new RangeError(`${where}: ${name} is ${value}; expected a fraction from 0 to 1`);
}

/** An amount that is there or not: cost, reward, stake. */
export function amount(where: string, name: string, value: number): void {
  if (!(value >= 0 && value < Infinity)) throw new RangeError(`${where}: ${name} is ${value}; expected 0 or more`);
}

/** An amount without which the question has no answer. */
export function positive(where: string, name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`${where}: ${name} is ${value}; expected more than 0`);
}

/** A count, `least` or more. */
export function count(where: string, name: string, value: number, least = 0): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${where}: ${name} is ${value}; expected a whole number, ${least} or more`);
}

/** A number of either sign, such as a utility or a margin. */
export function finite(where: string, name: string, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`${where}: ${name} is ${value}; expected a finite number`);
}

/** A sample: `least` numbers or more, none of them below 0. */
export function sample(where: string, name: string, values: ArrayLike<number>, least = 1): void {
  if (values.length < least)
    throw new RangeError(`${where}: ${name} has ${values.length} entries; expected ${least} or more`);
  for (let i = 0; i < values.length; i++) amount(where, `${name}[${i}]`, values[i]!);
}
