// SPDX-License-Identifier: GPL-2.0-only
// docs/kernels.md says what kernels and compilers the module was tried with, from what `npm run linux:table` has written down.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../../harness/store/places.ts';
import tried from './kernels.json' with { type: 'json' };

const HEAD = `<!-- SPDX-License-Identifier: GPL-2.0-only -->

# Kernels and compilers that the module was tried with

Made by \`npx vitest run --project docs -u\` from \`test/guest/docs/kernels.json\`, which \`npm run linux:table\` writes: it fetches each kernel, builds the module
([linux.md](linux.md)) and boots it, for the built-in \`reviewed\` and \`v7\`, and counts the verdicts of their cases. \`npm run linux:table -- ROW\` does one row again. \`xfail\` is a known defect of
Linux ([finds.md](finds.md)). Skipped is what a kernel cannot show, each case with its reason in the report.

| row | kernel | built by | the module by | \`reviewed\` | \`v7\` |
|---|---|---|---|---|---|
`;

/** What is not among the rows, and why. */
const TAIL = `
"thin LTO" is the module's own: keys, transform and trampolines are of one piece when the linker compiles them, in a kernel that was built without. A kernel that is LTO throughout was not built.
Not tried: gcc other than 12 for the module, clang other than 19, kernels before 6.12, Android's.
`;

interface Tried {
  pass?: number;
  skip?: number;
  xfail?: number;
  fail?: number;
  error?: number;
  bad: string[];
}

test('docs/kernels.md tells each kernel and compiler, and what came of it', async () => {
  const rows = Object.entries(tried).map(([name, row]) => {
    const kernel = `${row.kernel}${row.cfi ? ', kCFI and BTI' : ''}`;
    const cells = [
      name,
      `${row.release}, ${row.from}`,
      kernel,
      `${row.module}${row.lto ? ', thin LTO' : ''}`,
    ];
    const { reviewed, v7 } = row.subjects;
    return `| ${[...cells, counted(reviewed), counted(v7)].join(' | ')} |\n`;
  });
  await expect(`${HEAD}${rows.join('')}${TAIL}`).toMatchFileSnapshot(join(packageRoot(), 'docs/kernels.md'));
});

function counted(cell: Tried): string {
  const counts = (['pass', 'fail', 'error', 'skip', 'xfail'] as const).flatMap((verdict) =>
    cell[verdict] ? [`${cell[verdict]} ${verdict}`] : [],
  );
  return [...counts, ...cell.bad.map((name) => `\`${name}\``)].join(', ');
}
