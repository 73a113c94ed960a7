// SPDX-License-Identifier: GPL-2.0-only
// What people are told on stderr while they wait.

/** Whoever waits longer than this is told what is going on, ms. */
const PATIENCE = 2000;

/** One line for people. */
export function say(line: string): void {
  process.stderr.write(`sct: ${line}\n`);
}

/** Passes nothing on of what is over soon; else what it is at by then, and from then on what comes. */
export function tellIfSlow<T>(tell: (progress: T) => void): (progress: T) => void {
  let latest: { progress: T } | undefined;
  let waited = false;
  setTimeout(() => {
    waited = true;
    if (latest) tell(latest.progress);
  }, PATIENCE).unref();
  return (progress) => {
    latest = { progress };
    if (waited) tell(progress);
  };
}
