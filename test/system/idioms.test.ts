// SPDX-License-Identifier: GPL-2.0-only
// The idioms mean what they mean in Linux: a transform that tries each of them, and still does its work, passes.

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asFile, IDIOMS, type Idiom } from '../fixtures/idioms/table.ts';
import { ROOT, scratch, sct } from './sct.ts';

let tmp: string;
beforeAll(() => {
  tmp = scratch();
});
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

/** `reviewed`, which first tries the idioms once, and says which of them is false. */
function tree(name: string, idioms: readonly Idiom[]): string {
  const folder = join(tmp, name);
  cpSync(join(ROOT, 'guest/subjects/reviewed/arch'), join(folder, 'arch'), { recursive: true });
  const source = join(folder, 'arch/arm64/kernel/static_call.c');
  const tries = `
	static bool tried;
	const char *wrong = tried ? NULL : idioms(tramp, func);

	tried = true;
	if (wrong)
		panic("idiom: %s", wrong);
`;
  const own = readFileSync(source, 'utf8').replace('\tint err;\n', `\tint err;\n${tries}`);
  writeFileSync(source, `${asFile(idioms)}\n${own}`);
  return folder;
}

const run = (folder: string) =>
  sct(['run', '--tree', folder, '--machine', 'max', '--suite', 'dispatch,patch'], { env: { TMPDIR: tmp } });

test('each of them holds, and none leaves anything behind', async () => {
  const { exitCode, stdout } = await run(tree('idioms', IDIOMS));
  expect(stdout).toMatch(/^PASS 1 cell/m);
  expect(exitCode).toBe(0);
});

test('one that is false is told by its name', async () => {
  const { exitCode, stdout } = await run(tree('wrong', [{ name: 'false', holds: 'irqs_disabled()' }]));
  expect(stdout).toMatch(/idiom: false/);
  expect(exitCode).not.toBe(0);
});
