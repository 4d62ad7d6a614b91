/** Who cheated, what it brought, what caught it and what that cost; theory beside simulation. */
import { meanOver, periodsOf, sumOver, type Period, type Window } from "../metrics/windows.ts";
import { armNames, table, type Records } from "../records.ts";
import { cheatsOf, falseAccusations, type Cheats } from "./cheats.ts";
import type { Share } from "./interval.ts";
import { minerEpochs } from "./minerEpochs.ts";
import { theoryBeside, type TheoryBeside } from "./theory.ts";
import { validatorPay, type ValidatorPay } from "./validators.ts";

/** One arm in one period. */
export interface TrustValues {
  readonly cheats: readonly Cheats[];
  readonly falseAccusations: Share;
  /** checks paid by validators and miners, USD a day, and as a share of what customers pay (null where they pay nothing) */
  readonly verificationUsdPerDay: number;
  readonly verificationShare: number | null;
  /** until a customer may rely on an answer, mean over epochs; null where nothing was recorded */
  readonly finalitySeconds: number | null;
  readonly validators: readonly ValidatorPay[];
  readonly theory: readonly TheoryBeside[];
}

/** `arms[arm]` in each period that lies in the run. */
export interface Trust {
  readonly regime: string;
  /** share of stake that a cabal needs to set the consensus weight of its own miners; null where consensus has no such share */
  readonly cabalNeeds: number | null;
  readonly periods: readonly (Period & { readonly arms: Readonly<Record<string, TrustValues>> })[];
}

/**
 * Undefined where there is nothing to tell: everybody is honest and answers are checked as by default.
 */
export function trustOf(records: Records): Trust | undefined {
  // Runs recorded before anybody could cheat lack the column.
  if (!tellsTrust(records.manifest) || !("cheating" in table(records, "miners").columns)) return undefined;
  const { verification, consensus } = records.manifest.scenario as Scenario;
  const { cut, keep } = armNames(records.manifest);
  const arms = [...new Set([cut, keep])];
  const periods = periodsOf(records).filter(({ missing }) => missing === undefined);
  return {
    regime: verification!.kind,
    cabalNeeds: consensus?.kappa ?? null,
    periods: periods.map((period) => ({
      ...period,
      arms: Object.fromEntries(arms.map((arm) => [arm, valuesOf(records, arm, period.window)])),
    })),
  };
}

/** What is read of the canonical scenario. */
interface Scenario {
  readonly verification?: { readonly kind: string };
  readonly consensus?: { readonly kappa?: number };
  readonly participants?: readonly { readonly behaviour?: { readonly kind: string } }[];
}

const plainRegimes = new Set(["none", "rerun"]);

/** Whether somebody may be dishonest, or answers are checked in a way of their own. */
export function tellsTrust({ scenario }: Records["manifest"]): boolean {
  const { verification, participants = [] } = scenario as Scenario;
  if (verification === undefined) return false;
  const dishonest = participants.some(({ behaviour }) => behaviour !== undefined && behaviour.kind !== "honest");
  return dishonest || !plainRegimes.has(verification.kind);
}

/** Columns of `epochs` with what checks cost, by payer. */
const CHECKS = ["auditCostUsd", "minerAuditCostUsd", "proofCostUsd"];

function valuesOf(records: Records, arm: string, window: Window): TrustValues {
  const all = minerEpochs(records, arm, window);
  const days = window.toDay - window.fromDay;
  const checkUsd = CHECKS.reduce((sum, name) => sum + sumOver(records, arm, name, window), 0);
  const revenue = sumOver(records, arm, "revenueUsd", window);
  return {
    cheats: cheatsOf(all),
    falseAccusations: falseAccusations(all),
    verificationUsdPerDay: checkUsd / days,
    verificationShare: revenue > 0 ? checkUsd / revenue : null,
    finalitySeconds: finite(meanOver(records, arm, "finalitySeconds", null, window)),
    validators: validatorPay(records, arm, window),
    theory: theoryBeside(all, records.manifest.epochDays),
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
