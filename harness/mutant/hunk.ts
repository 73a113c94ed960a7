// SPDX-License-Identifier: GPL-2.0-only
// A change, shown as a patch.

/** Lines of context around a change. */
const CONTEXT = 3;

/** A change in one place of a file as a unified diff of one hunk. */
export function hunkOf(file: string, before: string, after: string): string {
  const [old, now] = [linesOf(before), linesOf(after)];
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;

  const first = Math.max(0, head - CONTEXT);
  const more = Math.min(tail, CONTEXT);
  const range = (lines: string[]) => `${first + 1},${lines.length - tail + more - first}`;
  return [
    `--- a/${file}`,
    `+++ b/${file}`,
    `@@ -${range(old)} +${range(now)} @@`,
    ...old.slice(first, head).map((line) => ` ${line}`),
    ...old.slice(head, old.length - tail).map((line) => `-${line}`),
    ...now.slice(head, now.length - tail).map((line) => `+${line}`),
    ...old.slice(old.length - tail, old.length - tail + more).map((line) => ` ${line}`),
  ].join('\n');
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}
