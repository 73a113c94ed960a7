// SPDX-License-Identifier: GPL-2.0-only
// Subjects that do not build: each ends in seconds, says why, shows nothing of this machine and leaves nothing behind. None is booted.

import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, scratch, sct } from './sct.ts';

const SOURCE = 'arch/arm64/kernel/static_call.c';
const HEADER = 'arch/arm64/include/asm/static_call.h';

let tmp: string;
beforeAll(() => {
  tmp = scratch();
});
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

/** `reviewed` with something behind its source, or with its files changed. */
function tree(name: string, { source = '', change }: Partial<Row>): string {
  const folder = join(tmp, name);
  cpSync(join(ROOT, 'guest/subjects/reviewed/arch'), join(folder, 'arch'), { recursive: true });
  const edit = (file: string, how: (text: string) => string) =>
    writeFileSync(join(folder, file), how(readFileSync(join(folder, file), 'utf8')));
  edit(SOURCE, (text) => `${text}${source}\n`);
  change?.(edit, folder);
  return folder;
}

interface Row {
  what: string;
  exitCode: 1 | 2;
  says: RegExp;
  /** Behind the source. */
  source?: string;
  change?: (edit: (file: string, how: (text: string) => string) => void, folder: string) => void;
}

const ROWS: readonly Row[] = [
  // What the guest lacks.
  {
    what: 'a header of another kernel',
    exitCode: 2,
    says: /^NOT JUDGED the guest lacks linux\/of_tomorrow\.h \(arch\/arm64\/kernel\/static_call\.c:\d+\)/m,
    source: '#include <linux/of_tomorrow.h>',
  },
  {
    what: 'a function of another kernel',
    exitCode: 2,
    says: /the guest lacks aarch64_of_tomorrow \(arch\/arm64\/kernel\/static_call\.c:\d+\)/,
    source: 'int f(void);\nint f(void) { return aarch64_of_tomorrow(1); }',
  },
  {
    what: 'a symbol that nobody defines',
    exitCode: 2,
    says: /build\.link[\s\S]*the guest lacks of_tomorrow/,
    source: 'int of_tomorrow(void);\nint f(void);\nint f(void) { return of_tomorrow(); }',
  },
  {
    what: 'an alternative',
    exitCode: 2,
    says: /the guest lacks ALTERNATIVE/,
    source: '#include <asm/alternative.h>\nasm(ALTERNATIVE("nop", "hint #34", ARM64_BTI));',
  },
  // What is wrong all the same.
  { what: 'a syntax error', exitCode: 1, says: /^FAIL/m, source: 'int f(void) { return 1 }' },
  {
    what: 'a name of its own, misspelt',
    exitCode: 1,
    says: /^FAIL[\s\S]*litteral_of/m,
    change: (edit) => edit(SOURCE, (text) => text.replace('literal_of(tramp)', 'litteral_of(tramp)')),
  },
  {
    what: 'a routine of another name',
    exitCode: 1,
    says: /^FAIL[\s\S]*arch_static_call_transform/m,
    change: (edit) => edit(SOURCE, (text) => text.replaceAll('_call_transform', '_call_transfrom')),
  },
  {
    what: 'a macro that the header does not define',
    exitCode: 1,
    says: /^FAIL/m,
    change: (edit) => edit(HEADER, (text) => text.replaceAll('_NULL_TRAMP', '_NUL_TRAMP')),
  },
  // What takes too much.
  {
    what: 'a thousand million instructions',
    exitCode: 1,
    says: /the compiler takes\s+more than 768 MiB of memory/,
    source: 'asm(".rept 1000000000\\n nop\\n .endr");',
  },
  { what: 'an include of itself', exitCode: 1, says: /^FAIL/m, source: '#include "static_call.c"' },
  {
    what: 'a header that includes itself',
    exitCode: 1,
    says: /#include nested too/,
    change: (edit) =>
      edit(HEADER, (text) => `#include <asm/static_call.h>\n#include <asm/static_call.h>\n${text}`),
  },
  {
    what: 'a GiB of data',
    exitCode: 1,
    says: /the compiler takes\s+more than a file of 64 MiB/,
    source: 'asm(".data\\n .space 0x40000000\\n .text");',
  },
  {
    what: 'a GiB of zeroes',
    exitCode: 1,
    says: /the image is too large: it takes 10\d\d MiB/,
    source: 'char large[1 << 30];',
  },
  // What reads other files.
  {
    what: 'an include of passwd',
    exitCode: 1,
    says: /includes\s+\/etc\/passwd/,
    source: '#include "/etc/passwd"',
  },
  {
    what: 'an include of passwd by way of a macro',
    exitCode: 1,
    says: /neither\s+the\s+subject's\s+own/,
    source: '#define WHERE "/etc/../etc/passwd"\n#include WHERE',
  },
  {
    what: '.incbin',
    exitCode: 1,
    says: /static_call\.c:\d+: error:\s+\.incbin/,
    source: 'asm(".incbin \\"/etc/passwd\\"");',
  },
  {
    what: '.include out of a macro of the assembler',
    exitCode: 1,
    says: /includes\s+\/etc\/passwd/,
    source: 'asm(".macro x a, b\\n .\\\\a\\\\b \\"/etc/passwd\\"\\n .endm\\n x inc, lude");',
  },
  { what: '#embed', exitCode: 1, says: /#embed/, source: 'char own[] = {\n#embed "/etc/passwd"\n};' },
  {
    what: 'a link out of the tree',
    exitCode: 2,
    says: /leads out of the tree, to \/etc\/passwd/,
    change: (_, folder) => {
      rmSync(join(folder, SOURCE));
      symlinkSync('/etc/passwd', join(folder, SOURCE));
    },
  },
];

test.for(ROWS.map((row, index) => ({ ...row, index })))(
  '$what: exit code $exitCode',
  async ({ index, exitCode, says, ...row }) => {
    const env = { TMPDIR: join(tmp), SCT_CACHE: join(ROOT, '.cache') };
    const began = Date.now();
    const run = await sct(['run', '--tree', tree(`t${index}`, row), '--machine', 'host'], {
      env,
    });
    const told = `${run.stdout}\n${run.stderr}`;
    // Long lines are wrapped.
    expect(`${told}\n${told.replace(/\s+/g, ' ')}`).toMatch(says);
    expect(run.exitCode).toBe(exitCode);
    expect(told).not.toContain('root:x:');
    expect(told).not.toMatch(/\n\s+at .*\.js/);
    expect(run.stdout.split('\n').length).toBeLessThanOrEqual(40);
    expect(Date.now() - began).toBeLessThan(30_000);
    expect(readdirSync(tmp).filter((name) => !/^t\d+$/.test(name))).toEqual([]);
  },
);

test('what is not judged is so in each format, and accuses nobody', async () => {
  const folder = tree('formats', { source: '#include <linux/of_tomorrow.h>' });
  const at = (name: string) => join(folder, name);
  const files = ['json', 'junit', 'ktap', 'markdown'].flatMap((name) => [`--${name}`, at(name)]);
  const run = await sct(['run', '--tree', folder, '--subject', 'reviewed', '--machine', 'host', ...files], {
    env: { TMPDIR: tmp },
  });
  expect(run.exitCode).toBe(2);
  const document = JSON.parse(readFileSync(at('json'), 'utf8'));
  expect(document.verdict).toBe('unjudged');
  expect(document.cells.map(({ verdict }: { verdict: string }) => verdict).sort()).toEqual([
    'pass',
    'unjudged',
  ]);
  const junit = readFileSync(at('junit'), 'utf8');
  expect(junit).toMatch(/<skipped message="not judged: the guest lacks linux\/of_tomorrow\.h/);
  expect(junit).not.toMatch(/<failure|<error/);
  const ktap = readFileSync(at('ktap'), 'utf8');
  expect(ktap).toMatch(/ok 1 compile # SKIP not judged: the guest lacks/);
  expect(ktap).not.toMatch(/not ok/);
  expect(readFileSync(at('markdown'), 'utf8')).toMatch(/\*\*NOT JUDGED\*\*[\s\S]*linux\/of_tomorrow\.h/);
});
