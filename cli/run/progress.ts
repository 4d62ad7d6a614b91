/** Progress of a long run on stderr: one moving line on a terminal, a plain line every tenth elsewhere. */

/** What there is to say after an epoch. */
export interface Progress {
  /** epochs played and to play, over all arms */
  readonly played: number;
  readonly total: number;
  readonly arms: readonly string[];
  readonly epoch: number;
  readonly serving: number;
  readonly meanQuality: number;
}

export interface ProgressLine {
  show(progress: Progress): void;
  end(): void;
}

/** @param stream where to write; @param now clock in milliseconds */
export function progressLine(stream: NodeJS.WriteStream = process.stderr, now: () => number = Date.now): ProgressLine {
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
      if (bar) {
        if (now() - last < 100 && progress.played < progress.total) return;
        last = now();
        stream.write(`\r\x1b[2K${clip(`${drawn(share)} ${line(progress, secondsLeft)}`, stream.columns ?? 100)}`);
      } else if (Math.floor(share * 10) > tenth) {
        tenth = Math.floor(share * 10);
        stream.write(`${String(Math.floor(share * 100)).padStart(3)}% ${line(progress, secondsLeft)}\n`);
      }
    },
    end() {
      if (bar) stream.write("\r\x1b[2K");
    },
  };
}

function line({ arms, epoch, serving, meanQuality }: Progress, secondsLeft: number): string {
  const quality = Number.isNaN(meanQuality) ? "-" : meanQuality.toFixed(2);
  return `arm ${arms.join("+")}  epoch ${epoch}  ${serving} miners  quality ${quality}  ${timeLeft(secondsLeft)} left`;
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
