// SPDX-License-Identifier: GPL-2.0-only
// A subject that reaches for the bench is refused by name; one that has a name of the bench's by accident is built.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildImage } from '../../../harness/compile/build.ts';
import { includesBench } from '../../../harness/compile/reach.ts';
import { findTool } from '../../../harness/tool/tools.ts';
import { miniGuest } from './mini-guest.ts';

const HEADER = 'arch/arm64/include/asm/static_call.h';
const SOURCE = 'arch/arm64/kernel/static_call.c';

/** A guest with a function and a header of the bench's own; `header` and `source` are added to the subject's files. */
function guestWith({ header = '', source = '' }: { header?: string; source?: string }) {
  const guest = miniGuest();
  guest.write('guest/kernel/judge.c', 'int verdict(void);\nint verdict(void) { return 0; }\n');
  guest.write('guest/kernel/include/sct/judge.h', 'int verdict(void);\n');
  for (const [path, more] of [
    [HEADER, header],
    [SOURCE, source],
  ] as const)
    guest.write(`subject/${path}`, `${readFileSync(join(guest.subject.folder, path), 'utf8')}${more}`);
  return guest;
}

describe('the build', { timeout: 30_000 }, () => {
  test.each([
    {
      what: 'a symbol, in its source',
      source: 'int verdict(void);\nint f(void) { return verdict(); }\n',
      step: 'link',
      says: /static_call\.c:5:1: error: it uses verdict, which is the bench's own/,
    },
    {
      what: "a symbol, in assembly of its header's",
      header: '__asm__(".pushsection .rodata; .quad verdict; .popsection");\n',
      step: 'link',
      says: /static_call\.h:5:1: error: it uses verdict,/,
    },
    {
      what: 'a header',
      source: '#include <sct/judge.h>\n',
      step: 'compile',
      says: /static_call\.c:5:1: error: it includes sct\/judge\.h, which is the bench's own/,
    },
    {
      what: 'the table of cases',
      header: '__asm__(".pushsection .sct.cases, \\"a\\"; .quad 0; .popsection");\n',
      step: 'link',
      says: /static_call\.h:5:1: error: it puts something into \.sct\.cases,/,
    },
  ])('refuses what reaches for $what', async ({ header, source, step, says }) => {
    using guest = guestWith({ ...(header ? { header } : {}), ...(source ? { source } : {}) });
    expect(await buildImage(guest)).toMatchObject({
      ok: false,
      blame: 'subject',
      step,
      broken: false,
      message: expect.stringMatching(says),
    });
  });

  test("what a kernel's header names is a subject's to use, and so is what it defines itself", async () => {
    using guest = guestWith({
      source: 'int mine(void) { return helper(2); }\nint more(void) { return mine(); }\n',
    });
    expect(await buildImage(guest)).toMatchObject({ ok: true });
  });

  test("a function of the bench's name is the subject's, and the bench has its own", async () => {
    using guest = guestWith({
      source: 'int verdict(void) { return 7; }\nint f(void) { return verdict(); }\n',
    });
    const outcome = await buildImage(guest);
    if (!outcome.ok) throw new Error(outcome.message);
    const symbols = execFileSync(findTool('llvm-readelf-19'), ['--symbols', outcome.image.elf], {
      encoding: 'utf8',
    });
    expect(symbols).toMatch(/ verdict\n/);
    expect(symbols).toMatch(/ subject\.verdict\n/);
  });

  test("a function that a kernel has is no subject's to define", async () => {
    using guest = guestWith({ source: 'int helper(int x) { return x; }\n' });
    expect(await buildImage(guest)).toMatchObject({
      ok: false,
      blame: 'subject',
      step: 'link',
      message: expect.stringMatching(/duplicate symbol: helper/),
    });
  });
});

test.each([
  { what: 'its own file', includes: [[1, 'guest/include/sct/case.h']], found: true },
  {
    what: "the kernel's headers",
    includes: [
      [1, 'guest/include/linux/smp.h'],
      [2, 'guest/include/sct/cpu.h'],
    ],
    found: false,
  },
  {
    what: 'its own header, behind another',
    includes: [
      [1, 'own/a.h'],
      [2, 'guest/include/linux/smp.h'],
      [3, 'guest/include/sct/cpu.h'],
      [2, 'guest/include/sct/case.h'],
    ],
    found: true,
  },
  { what: "the command line's", includes: [[1, 'guest/include/sct/neighbours.h']], found: false },
] as const)("a header of the bench's by way of $what: $found", ({ includes, found }) => {
  const own = ['own/a.c', 'own/a.h'].map((path) => ({ path, name: path, text: '' }));
  const told = includesBench(
    includes.map(([depth, path]) => ({ depth, path })),
    'own/a.c',
    own,
    'sct/neighbours.h',
  );
  expect(told !== undefined).toBe(found);
});
