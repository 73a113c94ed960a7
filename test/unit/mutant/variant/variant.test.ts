// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadVariants, VARIANTS } from '../../../../harness/mutant/variant/variant.ts';
import { packageRoot } from '../../../../harness/store/places.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sct-unit-'));
  mkdirSync(join(root, VARIANTS, 'layout'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const LICENCE = 'SPDX-License-Identifier: GPL-2.0-only';
function load(...lines: string[]) {
  const text = `${[LICENCE, ...lines].join('\n')}\n\n--- a/x\n+++ b/x\n`;
  writeFileSync(join(root, VARIANTS, 'layout/one.patch'), text);
  return loadVariants(root);
}

describe('a variant', () => {
  test('is right unless told, everywhere and in all suites', () => {
    expect(load('Variant: right', 'Why: a reason that', ' goes on')).toEqual([
      {
        name: 'layout/one',
        kind: 'right',
        why: 'a reason that goes on',
        base: 'reviewed',
        exit: 0,
        fails: [],
        suites: [],
        machines: ['max', 'max-icount4'],
        hangs: false,
        full: false,
        gap: undefined,
        patch: join(root, VARIANTS, 'layout/one.patch'),
      },
    ]);
  });

  test.each([
    [
      'the suites of its cases boot',
      ['Fails: abi.section, smp.a, smp.b'],
      { suites: ['smp'], machines: ['max-smp2'], exit: 1 },
    ],
    ['a sample boots if the image alone shows it', ['Fails: abi.section'], { suites: ['dispatch'] }],
    ['all boot', ['Fails: abi.section', 'Suites: all'], { suites: [] }],
    [
      'where it is told to',
      ['Fails: bti.*', 'Machines: max-64k', 'Hangs: yes'],
      { machines: ['max-64k'], hangs: true },
    ],
    ['a gap', ['Fails: bti.*', 'Today: 0 or 4: luck'], { gap: { exits: [0, 4], why: 'luck' } }],
    ['not tried', ['Fails: bti.*', 'Today: untried: too large'], { gap: { exits: [], why: 'too large' } }],
  ])('wrong: %s', (_, lines, expected) => {
    expect(load('Variant: wrong', 'Why: w', ...lines)[0]).toMatchObject({ kind: 'wrong', ...expected });
  });

  test.each([
    ['no kind', ['Why: w'], /Variant/],
    ['no such field', ['Variant: right', 'Why: w', 'Wy: w'], /Wy/],
    ['a line that is no field', ['Variant: right', 'Why: w', 'what'], /what/],
    ['right, and cases that fail it', ['Variant: right', 'Why: w', 'Fails: abi.size'], /names the cases/],
    ['wrong, and no case', ['Variant: wrong', 'Why: w'], /names the cases/],
    ['a gap without a reason', ['Variant: right', 'Why: w', 'Today: 1'], /0: why/],
  ])('%s: refused, with its file', (_, lines, message) => {
    expect(() => load(...lines)).toThrow(message);
    expect(() => load(...lines)).toThrow('test/variants/layout/one.patch');
  });
});

test('what `npm test` tries: 80 at least, of each class some, both right and wrong', () => {
  const all = loadVariants(packageRoot()).filter(({ full }) => !full);
  const classes = new Set(all.map(({ name }) => name.split('/')[0]));
  expect(all.length).toBeGreaterThanOrEqual(80);
  expect([...classes]).toEqual([
    'cheat',
    'clash',
    'idiom',
    'lacks',
    'layout',
    'luck',
    'missed',
    'plain',
    'wreck',
  ]);
  for (const kind of ['right', 'wrong'])
    expect(all.filter((one) => one.kind === kind).length, kind).toBeGreaterThanOrEqual(25);
});
