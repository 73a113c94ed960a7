// SPDX-License-Identifier: GPL-2.0-only
// docs/linux-mutants.md says which of the subjects' mutants are noticed in real Linux, from what `npm run linux:mutants` has written down, and why the others
// are not, from their own rows.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rowsElsewhere } from '../../../harness/mutant/elsewhere.ts';
import { loadMutants, type Mutant } from '../../../harness/mutant/mutant.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import written from './linux-mutants.json' with { type: 'json' };

interface Tried {
  verdict: string;
  by: string[];
  says?: string;
}

const ON = 'linux-cfi';
const tried: Readonly<Record<string, Readonly<Record<string, Tried>>>> = written;
const here = tried[ON] ?? {};
const table = loadMutants(packageRoot());
const { rows } = rowsElsewhere(table, ON);
const isNoticed = ({ name }: Pick<Mutant, 'name'>) => here[name]?.verdict === 'killed';
/** As many cases are named; the rest are counted. */
const FEW = 3;

const named = (names: readonly string[]) =>
  [
    ...names.slice(0, FEW).map((name) => `\`${name}\``),
    ...(names.length > FEW ? [`${names.length - FEW} more`] : []),
  ].join(', ');

/** Other machines in Linux that notice what this one does not. */
function elsewhere(name: string): string {
  const by = Object.entries(tried).flatMap(([machine, known]) =>
    machine !== ON && known[name]?.verdict === 'killed'
      ? [`on \`${machine}\` by ${named(known[name]?.by ?? [])}`]
      : [],
  );
  return by.join('; ');
}

function page(): string {
  const noticed = rows.filter(isNoticed);
  const unseen = rows.filter((row) => here[row.name] && !isNoticed(row));
  const untried = rows.filter((row) => !here[row.name]);
  const explained = unseen.map(
    ({ name, mistake, inLinux = '' }) => `| \`${name}\` | ${mistake} | ${inLinux} | ${elsewhere(name)} |\n`,
  );
  const killed = noticed.map(
    ({ name, mistake }) => `| \`${name}\` | ${mistake} | ${named(here[name]?.by ?? [])} |\n`,
  );
  return `<!-- SPDX-License-Identifier: GPL-2.0-only -->

# The subjects' mutants in real Linux

Made by \`npx vitest run --project docs -u\` from \`test/guest/docs/linux-mutants.json\`, which \`npm run linux:mutants\` writes: it plants each mistake of a subject that \`guest/mutants/\`
has, and boots the module in \`${ON}\` ([linux.md](linux.md)). A mutant is asked of the cases that its row names, and where these are skipped there or see nothing, of all; its boots end with the first that
notices, so that a case more may be due. All of these are noticed in the guest kernel. Why one is not in Linux its row says (\`inLinux\`), and \`sct mutate --machine ${ON}\` calls it \`explained\`.

Of ${rows.length} rows ${noticed.length} are noticed, ${unseen.length} are not${untried.length === 0 ? '' : `, and ${untried.length} were not tried: ${untried.map(({ name }) => `\`${name}\``).join(', ')}`}.

## Not noticed on \`${ON}\`

| mutant | mistake | why not there | noticed in Linux elsewhere |
|---|---|---|---|
${explained.join('')}
## Noticed

| mutant | mistake | by |
|---|---|---|
${killed.join('')}`;
}

test('docs/linux-mutants.md tells each mutant of a subject, and what became of it in Linux', async () => {
  await expect(page()).toMatchFileSnapshot(join(packageRoot(), 'docs/linux-mutants.md'));
});

test('each that is not noticed has a reason, and none has that is noticed', () => {
  const survivors = Object.keys(here).filter((name) => here[name]?.verdict !== 'killed');
  const withReason = table.flatMap(({ name, inLinux }) => (inLinux === undefined ? [] : [name]));
  expect(withReason.sort()).toEqual(survivors.sort());
});

test('what was tried are rows of the table', () => {
  const names = table.map(({ name }) => name);
  for (const known of Object.values(tried))
    expect(Object.keys(known).filter((name) => !names.includes(name))).toEqual([]);
});
