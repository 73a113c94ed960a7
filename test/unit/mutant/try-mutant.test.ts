// SPDX-License-Identifier: GPL-2.0-only
// What a build that fails says of a mutant, and what it does not.

import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Mutant } from '../../../harness/mutant/mutant.ts';
import { createBench } from '../../../harness/mutant/try-mutant.ts';
import { findTool } from '../../../harness/tool/tools.ts';
import { type MiniGuest, miniGuest } from '../compile/mini-guest.ts';

let guest: MiniGuest;
beforeEach(() => {
  guest = miniGuest();
  vi.stubEnv('SCT_CACHE', guest.cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  guest[Symbol.dispose]();
});

/** A row whose mutant does not compile. */
const row = (killedBy: string): Mutant => ({
  name: 'm',
  changes: 'subject',
  mistake: 'wrong',
  edits: [{ file: 'subjects/four/arch/arm64/kernel/static_call.c', from: 'return', to: 'retrun' }],
  subject: 'four',
  machine: 'max',
  matrix: 'default',
  killedBy: [killedBy],
  hangs: false,
  crashes: false,
  busy: false,
});

const tryMutant = async (mutant: Mutant) => (await createBench(guest, [mutant])).tryMutant(mutant);

test('it does not compile, and its row says so', async () => {
  expect(await tryMutant(row('build.compile'))).toMatchObject({ verdict: 'killed', by: ['build.compile'] });
});

test('it does not compile, and its row knows nothing of that', async () => {
  expect(await tryMutant(row('dispatch.first'))).toMatchObject({
    verdict: 'error',
    problems: [expect.stringMatching(/^build\.compile: does not compile: .*static_call\.c/)],
  });
});

test('a file of the guest that was changed meanwhile is no mistake of the mutant', async () => {
  const began = join(dirname(guest.root), 'began');
  const clang = join(dirname(guest.root), 'clang');
  const saved = join(guest.root, 'guest/cases/dispatch.c');
  const script = `#!/bin/sh\n[ -e ${began} ] && echo '/* saved */' >>${saved}\nexec ${findTool('clang-19')} "$@"\n`;
  writeFileSync(clang, script, { mode: 0o755 });
  vi.stubEnv('SCT_CLANG', clang);
  const mutant = {
    ...row('build.compile'),
    edits: [{ file: 'subjects/four/arch/arm64/kernel/static_call.c', from: 'helper(1)', to: 'helper(2)' }],
  };
  const bench = await createBench(guest, [mutant]);
  writeFileSync(began, '');
  expect(await bench.tryMutant(mutant)).toMatchObject({
    verdict: 'error',
    by: [],
    problems: [expect.stringMatching(/^the build was cut off: A file of the guest .* Run it again/)],
  });
});

test('where the guest does not build as it is, nothing is tried', async () => {
  guest.write('guest/kernel/main.c', '#error not today\n');
  await expect(createBench(guest, [row('build.compile')])).rejects.toMatchObject({
    name: 'MutantInvalid',
    exitCode: 4,
    message: expect.stringMatching(/^four, as it is, does not compile: .*not today/),
  });
});
