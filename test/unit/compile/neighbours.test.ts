// SPDX-License-Identifier: GPL-2.0-only
// A subject's C file that compiles only thanks to another header's include: built, and told of.

import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createBuilder } from '../../../harness/compile/build.ts';
import { COMPILERS, DEFAULT_BUILD } from '../../../harness/compile/flags.ts';
import { leansOnNeighbours } from '../../../harness/compile/neighbours.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import { loadSubject, loadSubjects } from '../../../harness/subject/load.ts';
import { locateTool } from '../../../harness/tool/lookup.mjs';
import { toolNamed } from '../../../harness/tool/tools.ts';
import { miniGuest } from './mini-guest.ts';

const lacksGcc = locateTool(toolNamed(COMPILERS.gcc)) === undefined;

const SOURCE = 'arch/arm64/kernel/static_call.c';
const USES = 'int transform(void);\nint transform(void) { return sibling(HALF); }\n';

/** A guest with a header that the kernel's own sometimes bring. */
function guestWithNeighbour() {
  const guest = miniGuest();
  guest.write('guest/kernel/include/sct/neighbours.h', '#include <asm/sibling.h>\n');
  guest.write(
    'guest/kernel/include/asm/sibling.h',
    '#define HALF 21\nstatic inline int sibling(int x) { return 2 * x; }\n',
  );
  return guest;
}

test('it is built, and the warning names what it uses and what it does not include, warm too', async () => {
  using guest = guestWithNeighbour();
  guest.write(`subject/${SOURCE}`, USES);
  const told = [
    'guest/subjects/four/arch/arm64/kernel/static_call.c uses HALF, sibling and does not include <asm/sibling.h>: ' +
      "it compiles only where the kernel's configuration lets another header bring that",
  ];
  const cold = await createBuilder(guest).build(guest.subject);
  expect(cold).toMatchObject({ ok: true, image: { warnings: told } });
  const stamp = () => cold.ok && statSync(cold.image.elf).mtimeMs;
  const before = stamp();
  expect(await createBuilder(guest).build(guest.subject)).toEqual(cold);
  expect(stamp()).toBe(before);
});

test('with its include there is nothing to be said', async () => {
  using guest = guestWithNeighbour();
  guest.write(`subject/${SOURCE}`, `#include <asm/sibling.h>\n${USES}`);
  expect(await createBuilder(guest).build(guest.subject)).toMatchObject({
    ok: true,
    image: { warnings: [] },
  });
});

test('what no neighbour brings fails, and the failure is that alone', async () => {
  using guest = guestWithNeighbour();
  guest.write(`subject/${SOURCE}`, `${USES}int more(void);\nint more(void) { return nobody(); }\n`);
  const { message } = (await createBuilder(guest).build(guest.subject)) as { message: string };
  expect(message).toContain("'nobody'");
  expect(message).not.toContain("'sibling'");
});

test('the guest lets nobody lean: its own files and the cases see no neighbours', async () => {
  using guest = guestWithNeighbour();
  guest.write('guest/kernel/main.c', 'int f(void);\nint f(void) { return sibling(1); }\n');
  expect(await createBuilder(guest).build(guest.subject)).toMatchObject({ ok: false, blame: 'bench' });
});

test('no built-in subject leans on a neighbour', async () => {
  const builder = createBuilder();
  for (const subject of await loadSubjects(join(packageRoot(), 'guest/subjects')))
    expect(await builder.build(subject)).toMatchObject({ ok: true, image: { warnings: [] } });
});

/** v7 as it would be without <asm/insn.h>, as upstream's was until 998d4d789d2d. */
test.for(['clang', 'gcc'] as const)(
  'a built-in one without its include does, by %s',
  async (compiler, { skip }) => {
    skip(compiler === 'gcc' && lacksGcc, 'gcc is not installed');
    using guest = miniGuest('../v7');
    const { folder } = guest.subject;
    cpSync(join(packageRoot(), 'guest/subjects/v7'), folder, { recursive: true });
    const source = readFileSync(join(folder, SOURCE), 'utf8');
    writeFileSync(join(folder, SOURCE), source.replace('#include <asm/insn.h>\n', ''));
    const built = await createBuilder().build(await loadSubject(folder), { ...DEFAULT_BUILD, compiler });
    expect(built).toMatchObject({
      ok: true,
      image: {
        warnings: [
          expect.stringContaining(
            'uses AARCH64_INSN_IMM_12, aarch64_insn_adrp_get_offset, aarch64_insn_decode_immediate and does not include <asm/insn.h>',
          ),
        ],
      },
    });
  },
);

test('a compiler that names nothing is quoted', () => {
  using guest = guestWithNeighbour();
  expect(leansOnNeighbours('a.c', 'a.c:1:1: error: who knows\n', guest.root)).toContain(
    'a.c uses a.c:1:1: error: who knows',
  );
});
