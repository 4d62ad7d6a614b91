import { ordinal, rate, type Options, type Rating } from "openskill";

export type { Rating } from "openskill";

/** How far one match moves a rating: `beta` is the spread of play, `tau` the doubt that each match adds. */
export type MatchOptions = Pick<Options, "beta" | "tau" | "limitSigma">;

/** A peer whom nobody has rated yet. Its ordinal is 0. */
export const unrated: Rating = { mu: 25, sigma: 25 / 3 };

/**
 * Ratings after one match of each against all (Weng-Lin, Plackett-Luce). A match of one peer changes nothing.
 * @param scores [peers] finite; the higher is the better
 * @throws RangeError on a score that is not finite: the package would rate it as a draw
 * Source: npm openskill 5; test/vectors/scoring/openskill.json.
 */
export function played(ratings: readonly Rating[], scores: readonly number[], options: MatchOptions): Rating[] {
  const wrong = scores.find((score) => !Number.isFinite(score));
  if (wrong !== undefined) throw new RangeError(`played: a score is ${wrong}; expected a finite number`);
  if (scores.length !== ratings.length)
    throw new RangeError(`played: ${scores.length} scores for ${ratings.length} ratings; expected one each`);
  if (ratings.length < 2) return [...ratings];
  return rate(
    ratings.map((one) => [one]),
    { ...options, score: [...scores] },
  ).map(([one]) => one!);
}

/** What a rating is worth for sure: mu - 3 sigma. */
export const ordinalOf = (rating: Rating): number => ordinal(rating);
