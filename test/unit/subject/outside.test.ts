// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CellResult } from '../../../harness/base/verdict.ts';
import { createBuilder } from '../../../harness/compile/build.ts';
import { subjectSources } from '../../../harness/compile/sources.ts';
import { MACHINES } from '../../../harness/machine/machines.ts';
import { bootCell, hostCell } from '../../../harness/run/cell.ts';
import { prepare } from '../../../harness/run/prepare.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import { createRunFolder } from '../../../harness/store/run-folder.ts';
import { loadSubject } from '../../../harness/subject/load.ts';
import { hintInTree } from '../../../harness/subject/load-outside.ts';
import { loadOutsideSubject, type Outside } from '../../../harness/subject/outside.ts';
import { defines, ownFiles } from '../../../harness/subject/own-files.ts';
import { STAND_INS } from '../../../harness/subject/stand-ins.ts';
import { GENERIC_FILES, isGeneric, SUBJECT_FILES, type Subject } from '../../../harness/subject/subject.ts';
import { findTool } from '../../../harness/tool/tools.ts';
import { guestAsTree } from '../../fixtures/guest-as-tree.ts';
import { AFTER, BEFORE, formatPatch, KCONFIG, MAKEFILE, put, quote, repository, V7 } from './patch/forms.ts';

const REVIEW = new URL('../../fixtures/patch/review.txt', import.meta.url).pathname;
const TRANSFORM = SUBJECT_FILES.source;

const HELPERS = guestAsTree();

let folder: string;
let work: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sct-unit-'));
  work = mkdtempSync(join(tmpdir(), 'sct-unit-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  rmSync(work, { recursive: true });
});

const from = (outside: Outside, reserved: readonly string[] = []) =>
  loadOutsideSubject(outside, work, reserved);
const content = (subject: Subject, path: string) => readFileSync(join(subject.folder, path), 'utf8');

function tree(name: string, files: Readonly<Record<string, string>>): string {
  const path = join(folder, name);
  put(path, files);
  return path;
}

/** A patch file with the change from one state of a tree to the next. */
function patchFile(name: string, ...states: Readonly<Record<string, string | null>>[]): string {
  const repo = join(folder, `${name}.git`);
  put(repo, { README: '' });
  repository(repo, ...states);
  const path = join(folder, name);
  writeFileSync(path, formatPatch(repo, states.length - 1), 'latin1');
  return path;
}

/** All verdicts of a subject on the host and on one machine, by `machine suite.case`. */
async function verdicts(subject: Subject): Promise<Record<string, string>> {
  const prepared = await prepare(subject, createBuilder());
  if (!prepared.ok) return { [`build ${prepared.failure.case}`]: prepared.failure.verdict };
  const machine = MACHINES.find(({ name }) => name === 'max');
  if (!machine) throw new Error('no machine max');
  await using runFolder = await createRunFolder();
  const options = {
    qemu: findTool('qemu-system-aarch64'),
    runFolder,
    suites: [],
    timeoutScale: 2,
    signal: undefined,
  };
  const cells: CellResult[] = [await hostCell(prepared), await bootCell(prepared, machine, options)];
  return Object.fromEntries(
    cells.flatMap((cell) =>
      cell.results.map((result) => [`${cell.machine} ${result.suite}.${result.case}`, result.verdict]),
    ),
  );
}

describe('a tree', () => {
  test('of two files is a subject', async () => {
    const { subject, brought, ignored, notes } = await from({ tree: tree('v9 (mine)', V7) });
    expect(subject).toMatchObject({ name: 'v9-mine', expectation: { xfail: [], instructions: {} } });
    for (const [path, text] of Object.entries(V7)) expect(content(subject, path)).toBe(text);
    expect({ brought, ignored, notes }).toEqual({ brought: [], ignored: [], notes: [] });
  });

  test('that is whole brings its own static calls and helpers', async () => {
    const { subject, brought } = await from({ tree: tree('linux', { ...V7, ...HELPERS }) });
    expect(brought).toEqual(STAND_INS.flat());
    for (const path of brought) expect(content(subject, path)).toBe(HELPERS[path]);
  });

  test('before Linux 6.13 has its patching.c with the header of that time', async () => {
    const { 'arch/arm64/include/asm/text-patching.h': header = '', ...others } = HELPERS;
    const former = 'arch/arm64/include/asm/patching.h';
    const { subject, brought } = await from({ tree: tree('6.12', { ...V7, ...others, [former]: header }) });
    expect(brought).toEqual([...STAND_INS.slice(0, 2).flat(), former, 'arch/arm64/kernel/patching.c']);
    expect(content(subject, former)).toBe(header);
  });

  test('that has half of what goes together brings none of it', async () => {
    const half = { ...V7, ...HELPERS };
    delete half['arch/arm64/kernel/patching.c'];
    const { brought } = await from({ tree: tree('half', half) });
    expect(brought).toEqual(STAND_INS.slice(0, 2).flat());
  });

  test('brings headers that its two files include and the guest has none of, and no others', async () => {
    const { brought } = await from({
      tree: tree('more', {
        ...V7,
        [TRANSFORM]: `#include <asm/one.h>\n#include <linux/types.h>\n#include "../../x.h"\n${V7[TRANSFORM]}`,
        'arch/arm64/include/asm/one.h': '#include <linux/two.h>\n',
        'include/linux/two.h': '#include <asm/one.h>\n',
        'include/linux/three.h': '',
        'include/linux/types.h': '',
      }),
    });
    expect(brought).toEqual(['arch/arm64/include/asm/one.h', 'include/linux/two.h']);
  });

  test.each<[string, (folder: string) => Outside, RegExp]>([
    ['that is not there', (at) => ({ tree: join(at, 'none') }), /--tree .*none: there is no such folder/],
    ['that is a file', () => ({ tree: REVIEW }), /that is no folder; a patch or a mail goes to --patch/],
    [
      'without the two files',
      (at) => ({ tree: at }),
      /is no subject: it has no arch\/arm64\/include\/asm\/static_call\.h/,
    ],
  ])('%s is refused', async (_, outside, message) => {
    const refused = from(outside(folder));
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('a patch', () => {
  test('that creates both files is a subject; what it does besides is named', async () => {
    const { subject, brought, ignored, notes } = await from({
      patches: [patchFile('v9.patch', BEFORE, AFTER)],
    });
    expect(subject.name).toBe('v9');
    for (const [path, text] of Object.entries(V7)) expect(content(subject, path)).toBe(text);
    expect({ brought, ignored, notes }).toEqual({ brought: [], ignored: [KCONFIG, MAKEFILE], notes: [] });
  });

  test('in several files, in the order given', async () => {
    const second = { [TRANSFORM]: `${V7[TRANSFORM]}/* better */\n` };
    const one = patchFile('one.patch', {}, V7);
    const two = patchFile('two.mbox', V7, second);
    const { subject } = await from({ patches: [one, two] });
    expect(subject.name).toBe('arm64-step-1');
    expect(content(subject, TRANSFORM)).toBe(second[TRANSFORM]);
    await expect(from({ patches: [two, one] })).rejects.toMatchObject({ exitCode: 2 });
  });

  test('on a tree', async () => {
    const base = tree('base', { ...V7, ...HELPERS });
    const changed = { [TRANSFORM]: (V7[TRANSFORM] ?? '').replace('int err', 'int error') };
    const { subject, brought } = await from({ tree: base, patches: [patchFile('x.patch', V7, changed)] });
    expect(content(subject, TRANSFORM)).toBe(changed[TRANSFORM]);
    expect(brought).toEqual(STAND_INS.flat());
    expect(readFileSync(join(base, TRANSFORM), 'utf8')).toBe(V7[TRANSFORM]);
  });

  test('brings a header that it creates and needs', async () => {
    const after = {
      ...V7,
      [TRANSFORM]: `#include <asm/mine.h>\n${V7[TRANSFORM]}`,
      'arch/arm64/include/asm/mine.h': '#define MINE 1\n',
    };
    const { subject, brought } = await from({ patches: [patchFile('x.patch', {}, after)] });
    expect(brought).toEqual(['arch/arm64/include/asm/mine.h']);
    expect(content(subject, 'arch/arm64/include/asm/mine.h')).toBe('#define MINE 1\n');
  });

  test.each(STAND_INS.flat())(
    'to %s, which the guest stands in for, needs a tree, and is used then',
    async (path) => {
      const changed = { [path]: `${HELPERS[path]}/* changed */\n` };
      const patch = patchFile('x.patch', { [path]: HELPERS[path] ?? '' }, { ...V7, ...changed });
      const refused = from({ patches: [patch] });
      await expect(refused).rejects.toThrow(`changes ${path}, which the guest has only a stand-in for`);
      await expect(refused).rejects.toMatchObject({ exitCode: 2 });
      await expect(
        from({ tree: tree('part', { [path]: HELPERS[path] ?? '' }), patches: [patch] }),
      ).rejects.toThrow(/the guest takes only together with .*the tree has none/);
      const { subject, brought } = await from({ tree: tree('whole', HELPERS), patches: [patch] });
      expect(brought).toContain(path);
      expect(content(subject, path)).toBe(changed[path]);
    },
  );

  test.each<[string, () => Outside, RegExp]>([
    [
      'that is not there',
      () => ({ patches: [join(folder, 'none')] }),
      /--patch .*none: there is no such file/,
    ],
    ['that is a folder', () => ({ patches: [folder] }), /a kernel tree goes to --tree/],
    [
      'that creates one file only',
      () => ({ patches: [patchFile('x.patch', {}, { [TRANSFORM]: V7[TRANSFORM] ?? '' })] }),
      /does not create arch\/arm64\/include\/asm\/static_call\.h\. A patch by itself must create both/,
    ],
    [
      'that changes a file that it does not create',
      () => ({ patches: [patchFile('x.patch', V7, { [TRANSFORM]: 'x\n' })] }),
      /does not create .* and .*\n.*--tree/,
    ],
    [
      'that deletes one of the two',
      () => ({ tree: tree('t', V7), patches: [patchFile('x.patch', V7, { [TRANSFORM]: null })] }),
      /is no subject: it has no arch\/arm64\/kernel\/static_call\.c/,
    ],
    [
      'that a tree has already',
      () => ({ tree: tree('t', V7), patches: [patchFile('x.patch', {}, V7)] }),
      /static_call\.h: the patch creates this file, but there is one already/,
    ],
  ])('%s is refused', async (_, outside, message) => {
    const refused = from(outside());
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('what defines the patch routine', () => {
  const { header: HEADER } = SUBJECT_FILES;
  const routine = V7[TRANSFORM] ?? '';
  const header = V7[HEADER] ?? '';
  const patching = 'arch/arm64/kernel/patching.c';
  const inline = 'static inline void arch_static_call_transform(void *a, void *b, void *c, bool d)\n{\n}\n';
  const ownOf = (subject: Subject) => ownFiles(subject.folder);

  test.each(['arch/arm64/kernel/alternative.c', 'arch/arm64/mm/calls.c', patching, 'kernel/calls.c'])(
    'may be %s, of a tree, of a revision of it, and of a patch',
    async (path) => {
      const files = { [HEADER]: header, [path]: routine, 'arch/arm64/kernel/other.c': 'int other;\n' };
      const folder = tree('t', files);
      expect(ownOf((await from({ tree: folder })).subject)).toEqual([HEADER, path]);
      const { subject, ignored } = await from({ patches: [patchFile('x.patch', {}, files)] });
      expect([ownOf(subject), ignored]).toEqual([[HEADER, path], ['arch/arm64/kernel/other.c']]);
      const repo = join(work, 'repo');
      put(repo, { README: '' });
      repository(repo, files, { [path]: null });
      expect(ownOf((await from({ tree: repo, rev: 'HEAD~1' })).subject)).toEqual([HEADER, path]);
      await expect(from({ tree: repo, rev: 'HEAD' })).rejects.toThrow(
        /HEAD is no subject: it has no .*static_call\.c, nor does any other file of it define arch_static/,
      );
    },
  );

  test('may be added to a file of the tree, whatever else a patch does to that before', async () => {
    const base = tree('t', { [patching]: 'int one;\n', 'arch/arm64/kernel/calls.c': 'int call;\n' });
    const series = patchFile(
      'x.patch',
      { 'arch/arm64/kernel/calls.c': 'int call;\n' },
      { 'arch/arm64/kernel/calls.c': 'int call, other;\n' },
      { [HEADER]: header, 'arch/arm64/kernel/calls.c': `int call, other;\n${routine}` },
    );
    const { subject } = await from({ tree: base, patches: [series] });
    expect(ownOf(subject)).toEqual([HEADER, 'arch/arm64/kernel/calls.c']);
    expect(content(subject, 'arch/arm64/kernel/calls.c')).toBe(`int call, other;\n${routine}`);
  });

  test("takes the place of the guest's patching.c only if that has the rest, too", async () => {
    const replaced = (subject: Subject) => subjectSources(packageRoot(), subject).replaced;
    const part = await from({ tree: tree('part', { [HEADER]: header, [patching]: routine }) });
    expect(replaced(part.subject)).not.toContain('guest/runtime/patch/text_patching.c');
    const whole = { ...HELPERS, [HEADER]: header, [patching]: `${HELPERS[patching]}${routine}` };
    const { subject, brought } = await from({ tree: tree('whole', whole) });
    expect(replaced(subject)).toContain('guest/runtime/patch/text_patching.c');
    expect(brought).not.toContain(patching);
    expect(ownOf(subject)).toEqual([HEADER, patching]);
  });

  test('may be the header itself', async () => {
    const files = { [HEADER]: `${header}${inline}` };
    const patch = patchFile('inline.patch', {}, files);
    expect(ownOf((await from({ patches: [patch] })).subject)).toEqual([HEADER]);
    expect(ownOf((await from({ tree: tree('inline', files) })).subject)).toEqual([HEADER]);
  });

  test('is none without trampolines: of a folder, or of a tree if a patch is about static calls', async () => {
    const folder = join(packageRoot(), 'guest/subjects/generic');
    const generic = Object.fromEntries(
      Object.values(GENERIC_FILES).map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
    );
    const { subject } = await from({ tree: tree('t', generic) });
    expect(ownOf(subject)).toEqual(Object.values(GENERIC_FILES));
    expect(isGeneric(subject.folder)).toBe(true);
    const whole = tree('whole', { ...generic, Makefile: '' });
    await expect(from({ tree: whole })).rejects.toThrow(/is no subject: it has no .*static_call\.h/);
    const changed = { [GENERIC_FILES.source]: `${generic[GENERIC_FILES.source]}/* more */\n` };
    const patched = await from({ tree: whole, patches: [patchFile('x.patch', generic, changed)] });
    expect(ownOf(patched.subject)).toEqual(Object.values(GENERIC_FILES));
    expect(content(patched.subject, GENERIC_FILES.source)).toContain('/* more */');
  });

  test('is no declaration, call, comment or macro', () => {
    const name = 'arch_static_call_transform';
    expect(defines(routine, name)).toBe(true);
    expect(defines(inline, name)).toBe(true);
    for (const text of [
      `extern void ${name}(void *, void *, void *, bool);\n`,
      `void f(void)\n{\n\t${name}(0, 0, 0, 0);\n\tif (x) {\n\t}\n}\n`,
      `/* void ${name}(void) { } */\n`,
      `#define ${name}(a, b) {\n`,
    ])
      expect(defines(text, name)).toBe(false);
  });
});

describe('names', () => {
  test.each([
    ['v7', [], 'v7'],
    ['v7', ['v7'], 'v7-tree'],
    ['v7', ['v7', 'v7-tree'], 'v7-tree-tree'],
    ['--help', [], 'help'],
    ['..x y/', [], 'x-y'],
    ['日本', [], 'tree'],
  ])('a tree in %s, where %j are taken, is %s', async (name, reserved, expected) => {
    expect((await from({ tree: tree(name, V7) }, reserved)).subject.name).toBe(expected);
  });

  test.each([
    ['0001-arm64-calls.patch', '0001-arm64-calls'],
    ['v9.mbox', 'v9'],
    ['Re: [PATCH v9] arm64.eml', 'Re-PATCH-v9-arm64'],
  ])('a patch in %s is %s', async (name, expected) => {
    const patch = patchFile('x.patch', {}, V7);
    const path = join(folder, name);
    writeFileSync(path, quote(readFileSync(patch, 'latin1')), 'latin1');
    expect((await from({ patches: [path] })).subject.name).toBe(expected);
  });
});

describe('what is known beforehand', () => {
  const defect = { case: 'abi.landing_pad', reason: 'known' };

  test("a tree's expect.json is read", async () => {
    const known = tree('t', { ...V7, 'expect.json': JSON.stringify({ xfail: [defect] }) });
    expect((await from({ tree: known })).subject.expectation).toEqual({ xfail: [defect], instructions: {} });
  });

  test('it says nothing of what a patch makes of the tree', async () => {
    const known = tree('t', { ...V7, 'expect.json': JSON.stringify({ xfail: [defect] }) });
    const changed = { [TRANSFORM]: `${readFileSync(join(known, TRANSFORM), 'utf8')}\n/* changed */\n` };
    const { subject } = await from({ tree: known, patches: [patchFile('x.patch', V7, changed)] });
    expect(subject.expectation).toEqual({ xfail: [], instructions: {} });
  });

  test('one that is wrong is named as its owner may open it', async () => {
    const wrong = tree('t', { ...V7, 'expect.json': '{ "xfail": 1 }' });
    await expect(from({ tree: wrong })).rejects.toThrow(`${wrong}/expect.json: xfail: `);
  });
});

describe('who stands in a kernel tree', () => {
  test('is told that --tree judges it', () => {
    expect(hintInTree(tree('t', V7))).toContain('`--tree .`');
    expect(hintInTree(folder)).toBeUndefined();
  });
});

describe('in the guest', () => {
  test('a quoted, wrapped, collapsed mail gets the verdicts of what it quotes, but for the known defect', async () => {
    const { subject, notes } = await from({ patches: [REVIEW] });
    expect(notes.join('\n')).toMatch(/static_call\.c: rejoined 5 wrapped lines/);
    expect(notes.join('\n')).toMatch(/static_call\.h: white space differs/);
    const builtin = await verdicts(await loadSubject(join(packageRoot(), 'guest/subjects/v7')));
    expect(builtin['host abi.adrp_not_at_page_end']).toBe('xfail');
    expect(await verdicts(subject)).toEqual({ ...builtin, 'host abi.adrp_not_at_page_end': 'fail' });
  });

  test("a tree's own helpers are what runs, and what is wrong with them is seen", async () => {
    const patching = 'arch/arm64/kernel/patching.c';
    const broken = (HELPERS[patching] ?? '').replace('clear_fixmap(FIX_TEXT_POKE0)', '(void)0');
    const { subject } = await from({ tree: tree('t', { ...V7, ...HELPERS, [patching]: broken }) });
    const seen = await verdicts(subject);
    expect(seen['max patch.poke_slot_unmapped']).toBe('fail');
    expect(seen['max dispatch.updated']).not.toBe('fail');
  });

  test.each([
    ['does not compile', 'arch/arm64/lib/insn.c', '#include <linux/none.h>\n', 'build compile'],
    [
      'does not link',
      'arch/arm64/lib/insn.c',
      'int none(void);\nint any(void);\nint any(void) { return none(); }\n',
      'build link',
    ],
  ])(
    "a tree's helper that %s is the bench's error, not the subject's fault",
    async (_, path, more, where) => {
      const { subject } = await from({
        tree: tree('t', { ...V7, ...HELPERS, [path]: `${HELPERS[path]}${more}` }),
      });
      expect(await verdicts(subject)).toEqual({ [where]: 'error' });
    },
  );
});

/** The mail that started it all is nobody's to copy; where it lies beside the checkout, or a variable names it, it is tried. */
const SHARED = process.env.SCT_REVIEW_MAIL ?? join(packageRoot(), '../shared/mail/v7-review.txt');
test.skipIf(!existsSync(SHARED))('a real mail gets the verdicts of v7', async () => {
  const { subject, ignored } = await from({ patches: [SHARED] });
  expect(ignored).toEqual([
    'arch/arm64/Kconfig',
    'arch/arm64/kernel/Makefile',
    'arch/arm64/kernel/vmlinux.lds.S',
  ]);
  const builtin = await verdicts(await loadSubject(join(packageRoot(), 'guest/subjects/v7')));
  expect(await verdicts(subject)).toEqual({ ...builtin, 'host abi.adrp_not_at_page_end': 'fail' });
});
