// SPDX-License-Identifier: GPL-2.0-only
// Guests and QEMUs that lie, each against the whole of `sct run`: the right exit code, and a message that says what happened.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../../harness/base/exit.ts';
import { fake, processesWith, scratch, sct } from './sct.ts';

let tmp: string;
const places: string[] = [];
/** What an honest guest printed, `@RUN@` for its run id. */
let honest: string[];

const CELL = ['--subject', 'reviewed', '--machine', 'max', '--suite', 'dispatch'];

beforeAll(async () => {
  tmp = scratch();
  const { stdout } = await sct(['run', ...CELL, '--json', '--keep'], { env: { TMPDIR: tmp } });
  const serial = readFileSync(join(JSON.parse(stdout).cells[0].folder, 'serial.log'), 'latin1');
  const run = /run=(\w+)/.exec(serial)?.[1] ?? '';
  honest = serial.replaceAll(run, '@RUN@').split('\n');
}, 60_000);
afterAll(() => {
  for (const place of [tmp, ...places]) rmSync(place, { recursive: true, force: true });
});

/** `sct run` over one booted cell, its QEMU replaced by a fake; in a temporary folder of its own, to be left without a trace. */
async function runWith(qemu: string, env: Record<string, string> = {}) {
  const place = scratch();
  places.push(place);
  const result = await sct(['run', ...CELL, '--json', '--timeout-scale', '0.3'], {
    env: { SCT_QEMU: qemu, TMPDIR: place, ...env },
  });
  expect(processesWith(place)).toEqual([]);
  // It looked into the right place: a run that was not passed keeps its folder there.
  if (result.exitCode === EXIT.error) expect(readdirSync(place)).toHaveLength(1);
  return result;
}

/** Lines [0, n) where the nth is the first that matches. */
const before = (pattern: RegExp) => (lines: string[]) =>
  lines.slice(
    0,
    lines.findIndex((line) => pattern.test(line)),
  );
/** The other lines. */
const from = (pattern: RegExp) => (lines: string[]) =>
  lines.slice(lines.findIndex((line) => pattern.test(line)));
const without = (pattern: RegExp) => (lines: string[]) => lines.filter((line) => !pattern.test(line));

/** What is no UTF-8, as logs are written here: byte by byte. */
const GARBAGE = '\x80\xff\xfe \xc3( \xed\xa0\x80 \0\x1b[2J \xf8\x88\x80\x80\x80';
const MEBIBYTE = 'x'.repeat(1024 * 1024);
/** More than the harness keeps of a line, and two of them less than a case may print. */
const LONG = 'x'.repeat(96 * 1024);

interface Liar {
  name: string;
  /** What it prints, made of what an honest guest prints. */
  prints: (lines: string[]) => string[];
  end?: 'power_off' | 'reset' | 'hang' | 'killed';
  /** The case that must be an error, and its reason. */
  error: string;
  reason: RegExp;
}

const LIARS: Liar[] = [
  {
    name: 'prints nothing and hangs',
    prints: () => [],
    end: 'hang',
    error: 'bench.console',
    reason: /without output/,
  },
  {
    name: 'prints nothing and powers off',
    prints: () => [],
    error: 'dispatch.first_target',
    reason: /never reported/,
  },
  {
    name: 'hangs after one pass',
    prints: before(/ok 2 update\b/),
    end: 'hang',
    error: 'dispatch.update',
    reason: /began, but never ended.*without output/,
  },
  {
    name: 'resets',
    prints: before(/ok 2 update\b/),
    end: 'reset',
    error: 'dispatch.update',
    reason: /reset/,
  },
  {
    name: 'is killed half-way',
    prints: before(/ok 2 update\b/),
    end: 'killed',
    error: 'dispatch.update',
    reason: /began, but never ended: QEMU was killed by SIGKILL, in this case/,
  },
  {
    name: 'prints bytes that are not UTF-8 outside any case',
    prints: (lines) => [
      ...before(/# Subtest: dispatch/)(lines),
      GARBAGE,
      ...from(/# Subtest: dispatch/)(lines),
    ],
    error: 'bench.console',
    reason: /a line that is none of the protocol: ".*\ufffd/,
  },
  {
    name: 'garbles the name of a case',
    prints: (lines) => lines.map((line) => line.replace(/ok 2 update\b/, 'ok 2 upd\xffte')),
    error: 'dispatch.update',
    reason: /began, but never ended/,
  },
  {
    name: 'prints a line of 1 MiB outside any case',
    prints: (lines) => [
      ...before(/# Subtest: dispatch/)(lines),
      MEBIBYTE,
      ...from(/# Subtest: dispatch/)(lines),
    ],
    error: 'bench.console',
    reason: /a line that is none of the protocol: "xxx/,
  },
  {
    name: 'prints a result at the end of a line of 96 KiB',
    prints: (lines) => lines.map((line) => line.replace(/^ *(?=ok 2 update\b)/, `    # ${LONG}    `)),
    error: 'dispatch.update',
    reason: /began, but never ended/,
  },
  {
    name: 'prints 1 MiB in a case',
    prints: (lines) =>
      lines.flatMap((line) => (/# begin dispatch\.update\b/.test(line) ? [line, MEBIBYTE] : [line])),
    error: 'dispatch.update',
    reason: /began, but never ended: stopped after \d+ bytes of output/,
  },
  {
    name: 'resets and goes on',
    prints: (lines) => [...before(/ok 2 update\b/)(lines), ...lines],
    error: 'bench.console',
    reason: /reset|second boot/,
  },
  {
    name: 'powers off early',
    prints: before(/ok 2 update\b/),
    error: 'dispatch.update',
    reason: /powered off/,
  },
  {
    name: 'powers off before its end line',
    prints: before(/# sct end/),
    error: 'bench.console',
    reason: /powered off early/,
  },
  {
    name: 'prints ok by hand for a case that never began',
    prints: without(/# begin dispatch\.update$|# begin dispatch\.update\r$/),
    error: 'dispatch.update',
    reason: /never began/,
  },
  {
    name: 'repeats a case',
    prints: (lines) => {
      const at = lines.findIndex((line) => /ok 2 update\b/.test(line));
      return [...lines.slice(0, at + 1), ...lines.slice(at - 1)];
    },
    error: 'dispatch.update',
    reason: /twice|again|second/,
  },
  {
    name: 'echoes a wrong run id',
    prints: (lines) => lines.map((line) => line.replace('@RUN@', '0123456789abcdef')),
    error: 'bench.console',
    reason: /run id/,
  },
  {
    name: 'prints after its end',
    prints: (lines) => [...lines, 'and one more thing'],
    error: 'bench.console',
    reason: /after the end/,
  },
];

test('the honest log passes', async () => {
  writeFileSync(join(tmp, 'honest.log'), honest.join('\n'), 'latin1');
  const { exitCode, stdout } = await runWith(fake('replays'), { FAKE_QEMU_SERIAL: join(tmp, 'honest.log') });
  expect([exitCode, JSON.parse(stdout).verdict]).toEqual([0, 'pass']);
});

test.for([
  ['bytes that are not UTF-8', GARBAGE],
  ['a line of 96 KiB', LONG],
] as const)('an honest log with %s to explain a case passes', async ([name, text]) => {
  const log = join(tmp, `explained-by-${name.replaceAll(' ', '-')}.log`);
  const lines = honest.flatMap((line) =>
    /# begin dispatch\.update\b/.test(line) ? [line, text, `    # ${text}`] : [line],
  );
  writeFileSync(log, lines.join('\n'), 'latin1');
  const { exitCode, stdout } = await runWith(fake('replays'), { FAKE_QEMU_SERIAL: log });
  expect([exitCode, JSON.parse(stdout).verdict]).toEqual([0, 'pass']);
});

test.for(LIARS)('a guest that $name', async ({ name, prints, end = 'power_off', error, reason }) => {
  const log = join(tmp, `${name.replaceAll(' ', '-')}.log`);
  writeFileSync(log, prints(honest).join('\n'), 'latin1');
  const { exitCode, stdout, stderr } = await runWith(fake('replays'), {
    FAKE_QEMU_SERIAL: log,
    FAKE_QEMU_END: end,
  });
  expect(exitCode).toBe(4);
  const { verdict, cells } = JSON.parse(stdout);
  expect(verdict).toBe('error');
  const results: { suite: string; case: string; verdict: string; reason: string }[] = cells[0].results;
  const found = results.find((one) => `${one.suite}.${one.case}` === error);
  expect(found?.verdict).toBe('error');
  expect(found?.reason).toMatch(reason);
  expect(stderr).toContain(`kept ${cells[0].folder.replace(/\/[^/]*$/, '')}`);
});

test.for([
  { name: 'exits with 1 and a message', qemu: 'fails', reason: /no such thing as a fake/ },
  { name: 'leaves with 0 and nothing said', qemu: 'leaves', reason: /exited with code 0|without/ },
  { name: 'is killed', qemu: 'dies', reason: /SIGKILL/ },
  { name: 'floods', qemu: 'floods', reason: /bytes/ },
  { name: 'hangs and ignores SIGTERM', qemu: 'stubborn', reason: /without output/ },
])('a QEMU that $name', async ({ qemu, reason }) => {
  const { exitCode, stdout } = await runWith(fake(qemu));
  expect(exitCode).toBe(4);
  const results: { case: string; reason: string; details?: string[] }[] = JSON.parse(stdout).cells[0].results;
  expect(results.map((one) => [one.reason, ...(one.details ?? [])].join('\n')).join('\n')).toMatch(reason);
});

test('100 MiB of output are capped, with both ends kept', async () => {
  const { exitCode, stdout } = await runWith(fake('floods-100-mib'));
  expect(exitCode).toBe(4);
  const [cell] = JSON.parse(stdout).cells;
  const { verdict, reason } = cell.results.at(-1);
  expect(verdict).toBe('error');
  // The cap, and no more than what one read of a pipe gives on top.
  const bytes = Number(/^stopped after (\d+) bytes of output$/.exec(reason)?.[1]);
  expect(bytes).toBeGreaterThan(8 * MEBIBYTE.length);
  expect(bytes).toBeLessThan(9 * MEBIBYTE.length);

  const [head, tail] = ['head', 'tail'].map((end) =>
    readFileSync(join(cell.folder, `console-${end}.log`), 'latin1'),
  );
  expect([head?.length, tail?.length]).toEqual([64 * 1024, 64 * 1024]);
  expect(head).toMatch(/^# 0000000000001\n# 0000000000002\n/);
  // The last line that was read, in the log and in the report.
  const last = `# ${String(Math.floor(bytes / 16)).padStart(13, '0')}\n`;
  expect(tail).toContain(last);
  expect(`${cell.results.at(-1).details.join('\n')}\n`).toContain(last);
});

test.for([
  { name: 'is missing', path: '/nonexistent/qemu' },
  { name: 'is no program', path: fake('lib.sh') },
])('a QEMU that $name', async ({ path }) => {
  const { exitCode, stdout, stderr } = await runWith(path);
  expect(exitCode).toBe(3);
  expect(stdout).toBe('');
  expect(stderr).toContain(path);
  expect(stderr).not.toMatch(/\n\s+at /);
});
