// SPDX-License-Identifier: GPL-2.0-only
// What loggers, terminals and labs put around the guest's lines is taken off again, byte for byte.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bootsIn } from '../../../harness/console/log.ts';

const LOG = readFileSync(new URL('../../fixtures/boards/no-landing-pad.log', import.meta.url), 'latin1');
const LINES = LOG.replaceAll('\r', '').trimEnd().split('\n');

const joined = (lines: readonly string[], end = '\n') =>
  Buffer.from(lines.map((line) => line + end).join(''), 'latin1');
const linesOf = (log: Buffer, nth = 0) =>
  (bootsIn(log)[nth]?.lines ?? []).map(({ bytes }) => Buffer.from(bytes).toString('latin1'));

const two = (value: number) => `${value}`.padStart(2, '0');
const time = (nth: number) => `${two(Math.floor(nth / 60))}:${two(nth % 60)}:${two(nth % 60)}`;
const seconds = (nth: number) => `${nth * 97}.${`${nth}`.padStart(6, '0')}`;

/** What stands before the nth line. */
const STAMPS: Record<string, (nth: number) => string> = {
  printk: (nth) => `[${seconds(nth).padStart(12)}] `,
  'printk with its thread': (nth) => `[${seconds(nth).padStart(12)}][    T1] `,
  'printk with its level': (nth) => `<6>[${seconds(nth).padStart(12)}] `,
  'dmesg -T': (nth) => `[Sat Nov 28 ${time(nth)} 2026] `,
  'dmesg --time-format iso': (nth) => `2026-11-28T${time(nth)},${`${nth}`.padStart(6, '0')}+00:00 `,
  'dmesg -H': (nth) =>
    nth % 30 === 0 ? `[Nov28 23:${two(nth / 30)}] ` : `[  +0.${`${nth}`.padStart(6, '0')}] `,
  'dmesg -x': (nth) => `user  :notice: [${seconds(nth).padStart(12)}] `,
  '/dev/kmsg': (nth) => `12,${nth + 300},${nth * 97},-;`,
  'journalctl, of a process': (nth) => `Nov  2 ${time(nth)} board-7 sct-process[812]: `,
  'journalctl -o short-iso': (nth) => `2026-11-28T${time(nth)}+00:00 board-7 kernel: `,
  syslog: (nth) => `Nov  2 ${time(nth)} board-7 kernel: [${seconds(nth).padStart(12)}] `,
  ts: (nth) => `Nov 28 ${time(nth)} `,
  'ts -s': (nth) => `${time(nth)} `,
  'ts %.s': (nth) => `1764372593.${`${nth}`.padStart(6, '0')} `,
  minicom: (nth) => `[2026-11-28 ${time(nth)}] `,
  tio: (nth) => `[${time(nth)}.123] `,
  grabserial: (nth) => `[${seconds(nth)} 0.000123] `,
  'grabserial, by the clock': (nth) => `[${time(nth)}.000123 0.000123] `,
  labgrid: (nth) => `2026-11-28 ${time(nth)}.123456: `,
  "a CI's runner": (nth) => `2026-11-28T${time(nth)}.123456Z 01O `,
  'ts of a format without blanks': (nth) => `20261128T${time(nth).replaceAll(':', '')}Z `,
  'logcat -v threadtime': (nth) => `11-28 ${time(nth)}.123   812   812 I sct-process: `,
  'LAVA, as text': (nth) => `2026-11-28T${time(nth)}.123456  `,
  'ts -s %.s': (nth) => `${nth}.${`${nth * 31}`.padStart(6, '0')} `,
  'ts, with a tab': (nth) => `${time(nth)}\t`,
  'ts in brackets, with its zone': (nth) => `[2026-11-28T${time(nth)}.123456+0000] `,
  'journalctl -o short-monotonic': (nth) => `[${seconds(nth).padStart(12)}] board-7 kernel: `,
  'journalctl -o short-delta': (nth) =>
    `[${seconds(nth).padStart(12)} <    0.${`${nth}`.padStart(6, '0')} >] board-7 kernel: `,
  'journalctl -o short-unix': (nth) => `1764372593.${`${nth}`.padStart(6, '0')} board-7 sct-process[812]: `,
  'journalctl -o short-full': (nth) => `Sat 2026-11-28 ${time(nth)} UTC board-7 kernel: `,
  "busybox's syslogd": (nth) => `Nov 28 ${time(nth)} board-7 user.info kernel: `,
  "OpenWrt's logread": (nth) =>
    `Sat Nov 28 ${time(nth)} 2026 kern.info kernel: [${seconds(nth).padStart(12)}] `,
  'syslog of RFC 5424': (nth) => `<14>1 2026-11-28T${time(nth)}.123Z board-7 sct-process 812 - - `,
  'logcat -v brief': () => 'I/sct-process(  812): ',
  'logcat -v tag': () => 'I/sct-process: ',
  'logcat -v thread': () => 'I(  812:  812) ',
  'logcat -v time': (nth) => `11-28 ${time(nth)}.123 I/sct-process(  812): `,
  'logcat -v epoch': (nth) => `  1764372593.${`${nth}`.padStart(3, '0')}   812   812 I sct-process: `,
  'logcat -v monotonic': (nth) => `  ${nth}.123   812   812 I sct-process: `,
  'logcat -v year -v zone -v uid': (nth) =>
    `2026-11-28 ${time(nth)}.123 +0000  shell   812   812 I sct-process: `,
  'tio, by the epoch': (nth) => `[1764372593.${`${nth}`.padStart(3, '0')}] `,
  'annotate-output': (nth) => `${time(nth)} O: `,
  'svlogd and multilog': (nth) => `@400000006560${`${nth}`.padStart(12, '0')} `,
  "an IDE's serial monitor": (nth) => `${time(nth)}.123 -> `,
  CoolTerm: (nth) => `2026-11-28 ${time(nth)} - `,
  "Python's logging": (nth) => `2026-11-28 ${time(nth)},123 - console - INFO - `,
  'Tera Term': (nth) => `[Sat Nov 28 ${time(nth)}.123 2026] `,
  conserver: (nth) => `[Sat Nov 28 ${time(nth)} 2026]`,
  'a mail that quotes it': () => '> ',
  'ts behind minicom': (nth) => `Nov 28 ${time(nth)} [2026-11-28 ${time(nth)}] `,
};

test('a log as it was printed', () => {
  expect(bootsIn(Buffer.from(LOG, 'latin1'))).toMatchObject([{ first: 1, strange: '' }]);
  expect(linesOf(Buffer.from(LOG, 'latin1'))).toEqual(LINES);
});

describe('stamps', () => {
  test.each(Object.entries(STAMPS))('%s', (_, stamp) => {
    const log = joined(LINES.map((line, nth) => stamp(nth) + line));
    expect(linesOf(log)).toEqual(LINES);
  });

  test('a line that has none stays', () => {
    const stamp = STAMPS.printk as (nth: number) => string;
    const strange = ['    ok 1 by_hand', '# a remark', `${stamp(7).trimEnd()}ok 1 by_hand`];
    const log = joined([...LINES.map((line, nth) => stamp(nth) + line), ...strange]);
    expect(linesOf(log)).toEqual([...LINES, ...strange]);
  });

  test('one that nobody knows is named, and stays', () => {
    const [boot] = bootsIn(joined(LINES.map((line) => `board7> ${line}`)));
    expect(boot?.strange).toBe('board7> ');
    expect(Buffer.from(boot?.lines[1]?.bytes ?? '').toString()).toBe('board7> KTAP version 1');
  });

  test('an empty line may have lost the blank behind its stamp', () => {
    const stamp = STAMPS.ts as (nth: number) => string;
    const log = joined(LINES.flatMap((line, nth) => [stamp(nth) + line, stamp(nth).trimEnd()]));
    expect(linesOf(log)).toEqual(LINES.flatMap((line) => [line, '']));
  });
});

test('in UTF-8 that says so', () => {
  expect(bootsIn(Buffer.from(`\ufeff${LOG}`))[0]).toMatchObject({ first: 1, strange: '' });
});

describe("lines that are the logger's own", () => {
  test.each([
    '[-- MARK -- Sat Nov 28 23:00:00 2026]',
    '[-- Console up -- Sat Nov 28 23:00:00 2026]',
    '[-- anna@desk attached -- Sat Nov 28 23:00:00 2026]',
    '-- 0:board -- time-stamp -- Nov/28/26 23:29:53 --',
    '--------- beginning of main',
    '--------- switch to kernel',
  ])('%s', (own) => {
    const log = joined(LINES.flatMap((line, nth) => (nth % 9 === 4 ? [line, own] : [line])));
    expect(linesOf(log).filter((line) => line !== '')).toEqual(LINES);
  });
});

test("in PowerShell's UTF-16", () => {
  expect(linesOf(Buffer.from(`\ufeff${LOG}`, 'utf16le'))).toEqual(LINES);
});

test.each(['\n', '\r\n', '\r\r\n', '\n\r', '\r\0\n'])('lines that end in %j', (end) => {
  expect(linesOf(joined(LINES, end)).filter((line) => line !== '')).toEqual(LINES);
});

test('escapes', () => {
  const around = [
    '\x1b[0m',
    '\x1b[1;32m',
    '\x1b[?25l',
    '\x1b]0;minicom\x07',
    '\x1b(B',
    '\x1b7',
    '\x1b=',
    '\x1b[K',
  ];
  const log = joined(LINES.map((line, nth) => `${around[nth % around.length]}${line}\x1b[K`));
  expect(linesOf(log)).toEqual(LINES);
});

test('the log of a LAVA job: of the board is what it printed', () => {
  const entry = (lvl: string, msg: unknown) =>
    `- {"dt": "2026-11-28T23:29:53.123456", "lvl": "${lvl}", "msg": ${JSON.stringify(msg)}}`;
  const log = joined([
    entry('info', { case: 'x', result: 'pass' }),
    entry('target', 'U-Boot 2024.01'),
    ...LINES.flatMap((line, nth) => [
      ...(nth % 5 === 0 ? [entry('debug', 'Waiting for the end')] : []),
      entry(nth % 7 === 0 ? 'feedback' : 'target', line),
    ]),
    entry('debug', 'end: 2.1 ok 1 boot'),
  ]);
  // The lab's own lines are no lines of the board.
  expect(linesOf(log).filter((line) => line !== '')).toEqual(LINES);
});

/** What is printed by a logger that has more than a stamp in front of each line. */
const AROUND: Record<string, (lines: readonly string[]) => string[]> = {
  'logcat -v process': (lines) => lines.map((line) => `I(  812) ${line}  (sct-process)`),
  'logcat -v process -v uid, behind ts': (lines) =>
    lines.map((line, nth) => `Nov 28 ${time(nth)} I(shell:  812) ${line}  (sct-process)`),
  'logcat -v long': (lines) =>
    lines.flatMap((line, nth) => [`[ 11-28 ${time(nth)}.123   812:  812 I/sct-process ]`, line, '']),
  'logcat -v long -v year -v zone -v uid': (lines) =>
    lines.flatMap((line, nth) => [
      `[ 2026-11-28 ${time(nth)}.123 +0000 shell:  812:  812 I/sct-process ]`,
      line,
      '',
    ]),
  'logcat -v long -v epoch': (lines) =>
    lines.flatMap((line, nth) => [`[ 1764372593.${100 + (nth % 900)}   812:  812 I/sct     ]`, line, '']),
  'dmesg -J': (lines) => dmesg(lines, (nth) => [`"pri": 6`, `"time": ${seconds(nth).padStart(14)}`]),
  'dmesg -J -x -T': (lines) =>
    dmesg(lines, (nth) => [
      '"fac": "kern"',
      '"pri": "info"',
      `"time": "Sat Nov 28 ${time(nth)} 2026"`,
      '"caller": "T1"',
    ]),
  'journalctl -o json': (lines) =>
    lines.map((MESSAGE, nth) => JSON.stringify({ __CURSOR: `s=${nth}`, MESSAGE, PRIORITY: '6' })),
};

/** util-linux's, with what stands before the text of each record. */
function dmesg(lines: readonly string[], head: (nth: number) => string[]): string[] {
  const field = (text: string) => `         ${text}`;
  const records = lines.flatMap((line, nth) => [
    nth === 0 ? '      {' : '      },{',
    ...head(nth).map((text) => field(`${text},`)),
    field(`"msg": ${JSON.stringify(line)}`),
  ]);
  return ['{', '   "dmesg": [', ...records, '      }', '   ]', '}'];
}

describe('more than a stamp', () => {
  test.each(Object.entries(AROUND))('%s', (_, write) => {
    const log = joined(write(['a "quoted" word', ...LINES]));
    expect(linesOf(log).filter((line) => line !== '')).toEqual(LINES);
    expect(bootsIn(log)[0]?.strange).toBe('');
  });

  test('a line without what is behind the others stays', () => {
    const write = AROUND['logcat -v process'] as (lines: readonly string[]) => string[];
    expect(linesOf(joined([...write(LINES), 'I(  812) ok 1 by_hand'])).at(-1)).toBe('I(  812) ok 1 by_hand');
  });

  test('a record that is cut off stays', () => {
    const write = AROUND['dmesg -J'] as (lines: readonly string[]) => string[];
    const cut = '         "msg": "    ok 1 by_ha';
    expect(linesOf(joined([...write(LINES).slice(0, -4), cut])).at(-1)).toBe(cut);
  });
});

test('firmware before it, in the same line too; two boots', () => {
  const log = joined([
    'U-Boot 2024.01',
    'ok 1 by_firmware',
    ...LINES.slice(0, 20),
    `Starting kernel${LINES[0]}`,
    ...LINES.slice(1),
  ]);
  const boots = bootsIn(log);
  expect(boots.map(({ first }) => first)).toEqual([3, 23]);
  expect(linesOf(log).length).toBe(20);
  expect(linesOf(log, 1).slice(1)).toEqual(LINES.slice(1));
  expect(boots[1]?.strange).toBe('Starting kernel');
});

test('a reset in the midst of a line that has a stamp', () => {
  const stamp = STAMPS.printk as (nth: number) => string;
  const stamped = LINES.map((line, nth) => stamp(nth) + line);
  const log = joined([...stamped.slice(0, 20), `${stamp(20)}    # be${LINES[0]}`, ...stamped.slice(1)]);
  expect(linesOf(log, 1)).toEqual(LINES);
});

test('a reset in the midst of any line, of the boot line too', () => {
  const cuts = [
    '    # sum n=3 lines=3 cr',
    '    not ok 3 x',
    (LINES[0] ?? '').slice(0, 40),
    '# sct pa',
    '',
    '[   ',
  ];
  for (const cut of cuts) {
    const boots = bootsIn(joined([...LINES.slice(0, 20), `${cut}${LINES[0]}`, ...LINES.slice(1)]));
    expect(boots.length, cut).toBe(cut.includes('# sct boot') ? 3 : 2);
    expect(boots.at(-1)?.first).toBe(21);
    expect(boots.at(-1)?.lines.map(({ bytes }) => Buffer.from(bytes).toString('latin1'))).toEqual(LINES);
  }
});

test.each([
  ['', 0],
  ['\n\n', 0],
  ['nothing of ours', 0],
])('%j has no boot', (text, boots) => {
  expect(bootsIn(Buffer.from(text))).toHaveLength(boots);
});
