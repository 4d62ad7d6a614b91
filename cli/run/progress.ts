/** Progress of a long run on stderr: one moving line on a terminal, a plain line every tenth elsewhere. */

/** How far it is, in whatever is counted. */
interface Progress {
  readonly played: number;
  readonly total: number;
}

/** What there is to say after an epoch; epochs are counted, over all arms. */
export interface EpochProgress extends Progress {
  readonly arms: readonly string[];
  readonly epoch: number;
  readonly serving: number;
  readonly meanQuality: number;
}

interface ProgressLine<P extends Progress> {
  show(progress: P): void;
  end(): void;
}

/**
 * @param describe what to say, before the time that is left
 * @param stream   where to write
 * @param now      clock in milliseconds
 */
export function progressLine<P extends Progress>(
  describe: (progress: P) => string,
  stream: NodeJS.WriteStream = process.stderr,
  now: () => number = Date.now,
): ProgressLine<P> {
  const bar = stream.isTTY === true;
  const started = now();
  let first: number | undefined;
  let last = -Infinity;
  let tenth = -1;
  return {
    show(progress) {
      first ??= progress.played - 1;
      const share = progress.played / progress.total;
      const secondsLeft =
        ((now() - started) / 1000 / Math.max(1, progress.played - first)) * (progress.total - progress.played);
      const line = `${describe(progress)}  ${timeLeft(secondsLeft)} left`;
      if (bar) {
        if (now() - last < 100 && progress.played < progress.total) return;
        last = now();
        stream.write(`\r\x1b[2K${clip(`${drawn(share)} ${line}`, stream.columns ?? 100)}`);
      } else if (Math.floor(share * 10) > tenth) {
        tenth = Math.floor(share * 10);
        stream.write(`${String(Math.floor(share * 100)).padStart(3)}% ${line}\n`);
      }
    },
    end() {
      if (bar) stream.write("\r\x1b[2K");
    },
  };
}

/** An epoch in words. */
export function epochLine({ arms, epoch, serving, meanQuality }: EpochProgress): string {
  const quality = Number.isNaN(meanQuality) ? "-" : meanQuality.toFixed(2);
  return `arm ${arms.join("+")}  epoch ${epoch}  ${serving} miners  quality ${quality}`;
}

function drawn(share: number): string {
  const full = Math.round(share * 24);
  return `[${"=".repeat(full)}${" ".repeat(24 - full)}]`;
}

function timeLeft(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function clip(text: string, columns: number): string {
  return text.length < columns ? text : text.slice(0, columns - 1);
}
