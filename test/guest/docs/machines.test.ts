// SPDX-License-Identifier: GPL-2.0-only
// docs/machines.md says why each machine exists, in the words of its record.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { axesOf } from '../../../harness/machine/axes.ts';
import type { Host, Machine } from '../../../harness/machine/machine.ts';
import { HOSTS, MACHINES } from '../../../harness/machine/machines.ts';
import { packageRoot } from '../../../harness/store/places.ts';

const HEAD = `# Every machine, and why it exists

Made from \`harness/machine/machines.ts\` by \`npx vitest run --project docs -u\`; \`npm test\` refuses a page that is behind it.

A plain \`npx sct run\` takes the default ones. \`--matrix full\` takes all: one axis at a time from \`max\`, and then pairs of axes that have to do with one
another. A CPU or board that the installed QEMU lacks, a device tree that is not here, and a compiler that is not installed, leave out their machines with a
note that names them; \`npm run setup:full\` installs the compiler and fetches the device trees ([boards.md](boards.md)). \`--machine\` takes any of them, and fails if it cannot be had.
\`--matrix linux\` takes those that boot Linux, and no other: \`npm run setup:linux\` fetches and makes their kernels ([linux.md](linux.md)).
\`host-module\` is this machine's own kernel: no matrix has it, and who names it has to agree, too ([linux.md](linux.md)).
Those of KVM are there on an arm64 host with a \`/dev/kvm\` that may be opened; elsewhere one note says why not ([arm64.md](arm64.md)).
`;

const TITLES: Readonly<Record<Machine['matrix'], string>> = {
  default: 'By default',
  full: 'With `--matrix full`',
  linux: 'With `--matrix linux`',
  named: 'Only by name',
};

test('docs/machines.md lists every machine with its reason', async () => {
  const table = (matrix: Machine['matrix']) => [
    `\n## ${TITLES[matrix]}\n`,
    '| machine | what it is | why |',
    '|---|---|---|',
    ...[...HOSTS, ...MACHINES].filter((machine) => machine.matrix === matrix).map(row),
    '',
  ];
  const page = [HEAD, ...table('default'), ...table('full'), ...table('linux'), ...table('named')].join('\n');
  await expect(page.replaceAll(/\n{3,}/g, '\n\n')).toMatchFileSnapshot(
    join(packageRoot(), 'docs/machines.md'),
  );
});

function row(machine: Host | Machine): string {
  return `| \`${machine.name}\` | ${axesOf(machine).join(', ')} | ${machine.why} |`;
}
