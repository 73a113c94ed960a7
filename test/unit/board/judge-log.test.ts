// SPDX-License-Identifier: GPL-2.0-only
// A log that came back, against what the image was: never better than what was printed, and what cannot be known is said.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameOf } from '../../../harness/base/plan.ts';
import { judgeLog, type LogOptions } from '../../../harness/board/judge-log.ts';
import type { BoardFolder, Manifest, TakenImage } from '../../../harness/board/manifest.ts';
import { DEFAULT_BUILD } from '../../../harness/compile/flags.ts';
import { causesOf } from '../../../harness/verdict/causes/causes.ts';
import { withSums } from '../../fixtures/qemu/sums.mjs';

const IMAGE = '929fceb1ecd0bb14';
/** What a guest prints whose subject has no landing pads, as an image of `sct image` says it. */
const LINES = withSums(
  readFileSync(new URL('../../fixtures/boards/no-landing-pad.log', import.meta.url), 'latin1')
    .replaceAll('\r', '')
    .replace(' n=0', ` image=${IMAGE} n=0`),
)
  .trimEnd()
  .split('\n');
const RUN = /run=(\w+)/.exec(LINES[0] ?? '')?.[1] ?? '';

const OF_BOARD: NonNullable<Manifest['process']> = {
  image: IMAGE,
  build: DEFAULT_BUILD,
  bootargs: '',
  base: '0xffff800080000000',
  plan: LINES.flatMap((line) => /# begin (\S+)/.exec(line)?.[1] ?? []),
};
const OF_PROCESS: NonNullable<Manifest['process']> = {
  ...OF_BOARD,
  image: '0123456789abcdef',
  build: { ...DEFAULT_BUILD, runtime: 'process', pageSize: 64 },
  base: '0x2000000000',
};
const taken = (image: NonNullable<Manifest['process']>): TakenImage => ({
  ...image,
  elf: '/nowhere/sct.elf',
  facts: {
    plan: [],
    abi: [],
    cost: { tramp: 7, tramp_null: 8 },
    design: 'literal by load',
    unknown: null,
    code: [],
    ownArgs: null,
    sealed: null,
    layout: { sections: [], trampolines: [], literals: [], reach: [] },
    base: image.base,
  },
});
const BOARD: BoardFolder = {
  folder: 'd',
  images: [taken(OF_BOARD), taken(OF_PROCESS)],
  manifest: {
    schemaVersion: 1,
    what: '',
    runId: RUN,
    subject: 'reviewed',
    expectation: { xfail: [], instructions: {} },
    machine: 'max',
    ...OF_BOARD,
    process: OF_PROCESS,
    files: [],
    provenance: { tools: [], subjects: [] },
  },
};
/** The same as the process of the folder prints it: it says so, has pages of its host's, and lies elsewhere. */
const PROCESS_LINES = withSums(
  `${LINES.join('\n')}\n`
    .replace('# sct boot', '# sct boot kind=process')
    .replace(/ entry-el=\d el=\d/, '')
    .replace('page=4', 'page=16')
    .replace(/base=\w+/, `base=${OF_PROCESS.base}`)
    .replace(IMAGE, OF_PROCESS.image),
)
  .trimEnd()
  .split('\n');

const judgedAll = (log: string | Buffer, options: Partial<LogOptions> = {}) =>
  judgeLog(
    BOARD,
    { name: 'log', content: Buffer.from(log as string, 'latin1'), again: ['judge', 'd', 'log'] },
    { names: [], restarted: false, ...options },
  );
const judged = async (log: string | Buffer, options: Partial<LogOptions> = {}) => {
  const [only, ...more] = await judgedAll(log, options);
  if (!only || more.length > 0) throw new Error(`${more.length + 1} images have something in it`);
  return only;
};
const text = (lines: readonly string[]) => lines.map((line) => `${line}\r\n`).join('');

const GOOD = await judged(text(LINES));
const consoleOf = ({ cell }: typeof GOOD) => cell.results.at(-1);

test('what was printed is what is judged', () => {
  expect(GOOD.cell).toMatchObject({ verdict: 'fail', subject: 'reviewed', machine: 'log', argv: [] });
  expect(consoleOf(GOOD)).toMatchObject({ verdict: 'pass' });
  expect(GOOD.cell.results.filter(({ verdict }) => verdict === 'fail').map(nameOf)).toEqual([
    'dispatch.by_address',
  ]);
  expect(GOOD.notes).toEqual([expect.stringContaining('a CPU with midr=0xf0510, at EL1')]);
});

test.for([
  [
    'firmware before and after it',
    ['U-Boot 2024.01', '=> booti', ...LINES, '', 'resetting ...', 'U-Boot 2024.01'],
  ],
  ['stamps', LINES.map((line, nth) => `[${`${nth}.000000`.padStart(12)}] ${line}`)],
  ['escapes', LINES.map((line) => `\x1b[0m${line}\x1b[K`)],
] as const)('the same with %s', async ([, lines]) => {
  expect((await judged(text(lines))).cell).toEqual(GOOD.cell);
});

describe('what is wrong is said, and never a pass', () => {
  const changed = (from: RegExp, to: string) => withSums(text(LINES).replaceAll(from, to));
  test.for([
    ['nothing at all', '', /the boot line never came/, /there is no boot line/],
    ['firmware alone', 'U-Boot 2024.01\r\n=> ', /the boot line never came/, /there is no boot line/],
    [
      'another image',
      changed(/image=\w+/g, 'image=fedcba9876543210'),
      /of another image: it says image=fedcba9876543210/,
      /./,
    ],
    ['no image of sct image', changed(/ image=\w+/g, ''), /of another image: it says no image/, /./],
    [
      'another run',
      changed(new RegExp(RUN, 'g'), 'feedfeedfeedfeed'),
      /run id is "feedfeedfeedfeed", not/,
      /./,
    ],
    ['pages of another size', changed(/page=4/g, 'page=64'), /says page=64, but machine log has page=4/, /./],
    ['cut off', text(LINES.slice(0, 100)), /the log ends there/, /take an image of `reviewed`/],
    ['protocol after the end', text([...LINES, '    ok 3 by_hand']), /bytes after the end line/, /./],
    [
      'a reset',
      text([...LINES.slice(0, 100), ...LINES]),
      /reset and booted a second time/,
      /booted again in line 101: a reset/,
    ],
    [
      'unknown stamps',
      text(LINES.map((line) => `b7> ${line}`)),
      /not as the guest printed it/,
      /nobody knows what stands before.*"b7> "/,
    ],
  ] as const)('%s', async ([, log, reason, note]) => {
    const result = await judged(log);
    expect(result.cell.verdict).toBe('error');
    const said = [consoleOf(result)?.reason, ...(consoleOf(result)?.details ?? [])].join('\n');
    expect(said).toMatch(reason);
    if (note.source !== '.') expect(result.notes.join('\n')).toMatch(note);
  });
});

test('wherever a reset cuts it off: an error, and the boot after it is whole', async () => {
  const whole = text(LINES);
  for (let at = 700; at < 1100; at += 7) {
    const log = whole.slice(0, at) + whole;
    expect((await judged(log)).cell.verdict, log.slice(at - 30, at)).toBe('error');
    expect((await judged(log, { restarted: true })).cell, log.slice(at - 30, at)).toEqual(GOOD.cell);
  }
});

test('restarted on purpose: the last boot counts, and the report says so', async () => {
  const { cell, notes } = await judged(text([...LINES.slice(0, 100), ...LINES]), { restarted: true });
  expect(cell).toEqual(GOOD.cell);
  expect(notes.join('\n')).toMatch(/the boot in line 101 is judged.*left out: line 1 /);
});

test('a boot of another run in the same log is left out, and the report says so', async () => {
  const other = withSums(text(LINES).replaceAll(RUN, 'feedfeedfeedfeed'));
  const { cell, notes } = await judged(other + text(LINES));
  expect(cell).toEqual(GOOD.cell);
  expect(notes.join('\n')).toMatch(/left out: line 1 \(run=feedfeedfeedfeed\)/);
});

test("a boot line that the line has garbled is nobody else's", async () => {
  const [boot = '', ...rest] = LINES;
  const { cell } = await judged(
    text([boot.replace(RUN, 'feedfeedfeedfeed'), ...rest.slice(0, 100), ...LINES]),
  );
  expect(cell.verdict).toBe('error');
});

test('a machine without BTI', async () => {
  const { notes } = await judged(withSums(text(LINES).replace('bti=1', 'bti=0').replace('pac=1', 'pac=0')));
  expect(notes.join('\n')).toMatch(/no BTI: a landing pad that is missing does not show here[\s\S]*no PAC/);
});

describe('what `reviewed` came to on the same board', () => {
  const at = LINES.findIndex((line) => line.includes('# begin interrupt.sweep_update'));
  const cut = text(LINES.slice(0, at + 1));
  const reviewed = [GOOD];

  test('makes a fail of the case in which a log ends, and of those behind it', async () => {
    const { cell, notes } = await judged(cut, { reviewed });
    expect([(await judged(cut)).cell.verdict, cell.verdict]).toEqual(['error', 'fail']);
    const died = cell.results.find((one) => one.case === 'sweep_update');
    expect(died).toMatchObject({
      verdict: 'fail',
      reason: expect.stringMatching(/the log ends there, in this case/),
    });
    expect(died?.details).toContainEqual(
      expect.stringMatching(/^`reviewed` does not fail this case on log .*not at fault$/),
    );
    expect(notes.join('\n')).toMatch(/to have the cases behind interrupt\.sweep_update/);
    expect(notes.join('\n')).not.toMatch(/--reviewed/);
  });

  test.for([
    [
      'which it does not pass either',
      text(LINES.slice(0, LINES.findIndex((line) => line.includes('# begin dispatch.by_address')) + 1)),
      reviewed,
    ],
    ['of another CPU', cut, [{ ...GOOD, midr: '0x410fd034' }]],
    ['of a process', cut, [{ ...GOOD, image: taken(OF_PROCESS) }]],
    [
      'of a log that has lost a line',
      text(LINES.slice(0, at + 1).filter((_, nth) => nth !== at - 9)),
      reviewed,
    ],
  ] as const)('says nothing of a case %s: an error', async ([, log, witness]) => {
    expect((await judged(log, { reviewed: witness })).cell.verdict).toBe('error');
    expect((await judged(log)).cell.verdict).toBe('error');
  });

  test('that it is of another CPU is said', async () => {
    const { notes } = await judged(cut, { reviewed: [{ ...GOOD, midr: undefined }] });
    expect(notes.join('\n')).toMatch(/of another CPU \(midr\)/);
  });
});

describe('a log of the process in the same folder', () => {
  const verdictsOf = ({ cell }: typeof GOOD) => cell.results.map(({ verdict }) => verdict);

  test('is held against the process, through CR and a shell that says how it left', async () => {
    const one = await judged(text(PROCESS_LINES));
    expect(one.image).toMatchObject(OF_PROCESS);
    expect([one.cell.verdict, verdictsOf(one)]).toEqual(['fail', verdictsOf(GOOD)]);
    expect(one.notes.join('\n')).toMatch(/in a process, with pages of 16 KiB/);
    const adb = ['* daemon started', ...PROCESS_LINES, '# exit 1'].map((line) => `${line}\r\r\n`).join('');
    expect((await judged(adb)).cell).toEqual(one.cell);
  });

  test.for([
    ['as another code', [...PROCESS_LINES, '# exit 0'], /exit code 0, but what it printed means 1/],
    [
      'by a signal, behind its last line',
      [...PROCESS_LINES, 'Segmentation fault', '# exit 139'],
      /exit code 139/,
    ],
    ['before its end', [...PROCESS_LINES.slice(0, 90), '# exit 1'], /the log ends there/],
    ['twice', [...PROCESS_LINES, '# exit 1', ...PROCESS_LINES, '# exit 1'], /booted a second time/],
    [
      'as a kernel',
      withSums(text(PROCESS_LINES).replace(OF_PROCESS.image, IMAGE)).trimEnd().split('\n'),
      /the guest says base=0x2000000000/,
    ],
    [
      'as a process, by a kernel',
      withSums(text(LINES).replace(IMAGE, OF_PROCESS.image)).trimEnd().split('\n'),
      /the boot line says no kind/,
    ],
    [
      'of another folder',
      withSums(text(PROCESS_LINES).replace(OF_PROCESS.image, 'fedcba9876543210')).trimEnd().split('\n'),
      /another image: it says image=fedcba9876543210, not 0123456789abcdef/,
    ],
  ] as const)('that left %s: an error', async ([, lines, reason]) => {
    const result = await judged(text(lines));
    expect(result.cell.verdict).toBe('error');
    const said = [consoleOf(result)?.reason, ...(consoleOf(result)?.details ?? [])].join('\n');
    expect(said).toMatch(reason);
  });

  test('and one of the board behind it are two, whichever is garbled', async () => {
    const both = await judgedAll(text([...PROCESS_LINES, '# exit 1', ...LINES]));
    expect(both.map(({ cell }) => [cell.machine, cell.verdict])).toEqual([
      ['log', 'fail'],
      ['log:process', 'fail'],
    ]);
    for (const garbled of [OF_PROCESS.image, IMAGE]) {
      const log = text([...PROCESS_LINES, '# exit 1', ...LINES]).replace(garbled, '0000000000000000');
      expect((await judgedAll(log)).map(({ cell }) => cell.verdict)).toContain('error');
    }
  });
});

test('what is asked for by name is all that must be there', async () => {
  const { cell } = await judged(text(LINES), { names: ['dispatch'] });
  expect(cell.results.every(({ suite }) => ['control', 'dispatch', 'bench'].includes(suite))).toBe(true);
  // The log has more than that.
  expect(cell.verdict).toBe('error');
});

test('behind a case in which it died it is said how to go on', async () => {
  const at = LINES.findIndex((line) => line.includes('# begin interrupt.sweep_update'));
  const { cell, notes } = await judged(text(LINES.slice(0, at + 1)));
  const died = cell.results.find((one) => /never ended/.test(one.reason));
  expect(notes.join('\n')).toContain(
    `to have the cases behind ${died && nameOf(died)}, boot it with sct.cases=control,`,
  );
});

/** How a logger may write a line. */
const WRITERS: ((line: string, nth: number) => string)[] = [
  (line) => line,
  (line, nth) => `[${`${nth}.000123`.padStart(12)}] ${line}`,
  (line, nth) =>
    `Nov 28 23:${`${Math.floor(nth / 60)}`.padStart(2, '0')}:${`${nth % 60}`.padStart(2, '0')} ${line}`,
  (line) => `- {"dt": "2026-11-28T23:29:53.123456", "lvl": "target", "msg": ${JSON.stringify(line)}}`,
  (line, nth) => `${nth % 50 === 9 ? '--------- switch to main\n' : ''}I/sct-process(  812): ${line}`,
  (line) => `> ${line}`,
  (line) => `I(  812) ${line}  (sct-process)`,
  (line) => `[ 11-28 23:29:53.123   812:  812 I/sct-process ]\n${line}\n`,
  (line, nth) =>
    `      },{\n         "pri": 6,\n         "time": ${nth}.000123,\n         "msg": ${JSON.stringify(line)}`,
  (line) => JSON.stringify({ PRIORITY: '6', MESSAGE: line }),
];

test('whatever is lost, doubled or changed in what a logger wrote, no verdict gets better', async () => {
  const place = fc.nat({ max: 0xffffff });
  const change = fc.tuple(
    fc.constantFrom('lose', 'double', 'change'),
    place,
    fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 3000 })),
    fc.integer({ min: 1, max: 255 }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...WRITERS),
      fc.constantFrom(['U-Boot', ...LINES, 'U-Boot'], ['$ ./sct-process', ...PROCESS_LINES, '# exit 1']),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      async (write, lines, changes) => {
        let log = Buffer.from(text(lines.map(write)), 'latin1');
        for (const [kind, where, size, mask] of changes) {
          const at = where % log.length;
          const own = log.subarray(at, at + size);
          const instead =
            { lose: [], double: [own, own], change: [own.map((byte) => byte ^ mask)] }[kind] ?? [];
          log = Buffer.concat([log.subarray(0, at), ...instead, log.subarray(at + size)]);
        }
        const { cell } = await judged(log);
        expect(cell.verdict === 'pass').toBe(false);
        // A log that ends early may be blamed on the subject then, but no more than that.
        expect((await judged(log, { reviewed: [GOOD] })).cell.verdict === 'pass').toBe(false);
        for (const [nth, { verdict }] of cell.results.entries()) {
          const was = GOOD.cell.results[nth]?.verdict;
          if (verdict !== 'error') expect(verdict).toBe(was);
        }
      },
    ),
    { seed: 0x5c7, numRuns: 200 },
  );
});

test('however often a log is damaged, that is one cause, and the log tells nothing of the subject', async () => {
  const damaged = LINES.map((line, nth) => (nth % 40 === 20 ? line.slice(3) : line));
  const { cell, notes } = await judged(text(damaged));
  const causes = causesOf([cell]).filter(({ verdict }) => verdict === 'error');
  expect(causes.map(({ name }) => name)).toEqual(['a damaged log']);
  expect(notes.join('\n')).not.toContain('whether an error is');
});
