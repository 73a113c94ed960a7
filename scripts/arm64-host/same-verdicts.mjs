// SPDX-License-Identifier: GPL-2.0-only
// Whether two machines of a run came to the same verdict in each case: node same-verdicts.mjs RUN.json MACHINE=MACHINE …
// Names each case that differs; exit code 1 if any does, or if a pair has no cell.
import { readFileSync } from 'node:fs';

const [file = '', ...pairs] = process.argv.slice(2);
/** @type {{ cells: { subject: string, machine: string, results: { suite: string, case: string, verdict: string }[] }[] }} */
const { cells } = JSON.parse(readFileSync(file, 'utf8'));

for (const pair of pairs) {
  const [left, right] = pair.split('=');
  for (const subject of new Set(cells.map((cell) => cell.subject))) {
    const [a, b] = [left, right].map((machine) =>
      cells.find((cell) => cell.subject === subject && cell.machine === machine),
    );
    const differing = [...difference(a?.results ?? [], b?.results ?? [])];
    const count = b?.results.length ?? 0;
    console.log(
      `${subject}: ${pair}: ${differing.length === 0 && count > 0 ? `the same in ${count} cases` : `other in ${differing.length} of ${count} cases`}`,
    );
    for (const line of differing) console.log(`  ${line}`);
    if (differing.length > 0 || count === 0) process.exitCode = 1;
  }
}

/**
 * @param {{ suite: string, case: string, verdict: string }[]} left
 * @param {{ suite: string, case: string, verdict: string }[]} right
 */
function* difference(left, right) {
  const names = new Set([...left, ...right].map((result) => `${result.suite}.${result.case}`));
  for (const name of names) {
    const [a, b] = [left, right].map(
      (results) => results.find((result) => `${result.suite}.${result.case}` === name)?.verdict,
    );
    if (a !== b) yield `${name}: ${a}, ${b}`;
  }
}
