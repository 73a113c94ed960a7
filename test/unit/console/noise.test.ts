// SPDX-License-Identifier: GPL-2.0-only
// What becomes of a real log on a bad line: bytes and lines lost, doubled, changed, in any number. No verdict gets better, and whatever is not as it was
// printed is an error.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameOf } from '../../../harness/base/plan.ts';
import type { CaseResult } from '../../../harness/base/verdict.ts';
import type { ConsoleEvent } from '../../../harness/console/event.ts';
import { emptyTranscript, transcribe } from '../../../harness/console/transcript.ts';
import { judge } from '../../../harness/verdict/judge.ts';
import { outcomeOf } from '../../../harness/verdict/outcome.ts';
import { MAX } from '../verdict/max.ts';

/** As printed by guests with a wrong subject: passes, skips and a fail; a pass and errors. */
const LOGS = ['no-landing-pad', 'hangs'].map((name) =>
  readFileSync(new URL(`../../fixtures/boards/${name}.log`, import.meta.url)),
);

const seeded = (numRuns: number) => ({ seed: 0x5c7, numRuns });

function runIdOf(log: Buffer): string {
  return /# sct boot run=(\w+)/.exec(log.toString('latin1'))?.[1] ?? '';
}

function planOf(log: Buffer) {
  const begins = log.toString('latin1').matchAll(/# begin (\w+)\.(\w+)/g);
  return Array.from(begins, ([, suite = '', name = '']) => ({ suite, case: name }));
}

async function eventsOf(log: Buffer, seal: string | null): Promise<ConsoleEvent[]> {
  async function* once() {
    yield log;
  }
  const transcript = emptyTranscript();
  await transcribe(transcript, once(), () => {}, seal);
  return transcript.events;
}

/** What `log` comes to, of the boot that printed `original`. `sums`: whether its checksums are looked at. */
async function judged(log: Buffer, original: Buffer, sums = true): Promise<CaseResult[]> {
  const runId = runIdOf(original);
  const { results } = await judge({
    plan: planOf(original),
    events: await eventsOf(log, sums ? runId : null),
    runId,
    base: 0xffff800080000000n,
    machine: MAX,
    expectation: { xfail: [], instructions: {} },
    end: { kind: 'poweroff' },
  });
  return results;
}

const RANK = { pass: 0, skip: 0, xfail: 0, fail: 1, error: 2 } as const;

/** The change of a log's bytes; places are taken modulo what there is. */
type Change = (log: Buffer) => Buffer;
const place = fc.nat({ max: 0xffffff });
const length = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 2000 }));

function spliced(log: Buffer, at: number, gone: number, more: Uint8Array = Buffer.of()): Buffer {
  return Buffer.concat([log.subarray(0, at), more, log.subarray(at + gone)]);
}

/** Where some line begins that `nth` stands for, and how many bytes it has with its LF. */
function lineAt(log: Buffer, nth: number): [number, number] {
  const start = log.lastIndexOf('\n', nth % Math.max(log.length, 1)) + 1;
  const end = log.indexOf('\n', start);
  return [start, (end < 0 ? log.length : end + 1) - start];
}

const CHANGES: Record<string, fc.Arbitrary<Change>> = {
  'bytes lost': fc.tuple(place, length).map(
    ([at, n]) =>
      (log) =>
        spliced(log, at % log.length, n),
  ),
  'bytes doubled': fc.tuple(place, length).map(([k, n]) => (log) => {
    const at = k % log.length;
    return spliced(log, at, 0, log.subarray(at, at + n));
  }),
  'a byte changed': fc.tuple(place, fc.integer({ min: 1, max: 255 })).map(([k, mask]) => (log) => {
    const at = k % log.length;
    return spliced(log, at, 1, Buffer.of((log[at] as number) ^ mask));
  }),
  'bytes put in': fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 12 })).map(
    ([at, more]) =>
      (log) =>
        spliced(log, at % log.length, 0, more),
  ),
  'lines lost': fc.tuple(place, fc.integer({ min: 1, max: 9 })).map(
    ([nth, count]) =>
      (log) =>
        Array.from({ length: count }).reduce<Buffer>((left) => spliced(left, ...lineAt(left, nth)), log),
  ),
  'a line doubled': place.map((nth) => (log) => {
    const [at, size] = lineAt(log, nth);
    return spliced(log, at, 0, log.subarray(at, at + size));
  }),
  'two lines that change places': place.map((nth) => (log) => {
    const [at, size] = lineAt(log, nth);
    return spliced(spliced(log, at, size), lineAt(log, nth + 1)[0], 0, log.subarray(at, at + size));
  }),
  'cut off': place.map((at) => (log) => log.subarray(0, at % log.length)),
};

/** What counts of a log: all from the boot line on, but for CR and lines with nothing in them. */
function meaningOf(log: Buffer): string {
  const text = log.toString('latin1');
  return text
    .slice(text.indexOf('# sct boot'))
    .replaceAll('\r', '')
    .replaceAll(/\n+/g, '\n')
    .replace(/\n$/, '');
}

const BEFORE = await Promise.all(LOGS.map((log) => judged(log, log)));

async function expectNoBetter(nth: number, change: (log: Buffer) => Buffer): Promise<void> {
  const original = LOGS[nth] as Buffer;
  const before = BEFORE[nth] as CaseResult[];
  const log = change(original);
  const after = await judged(log, original);
  expect(after).toHaveLength(before.length);
  const better = after.filter(({ verdict }, nth) => {
    const was = before[nth]?.verdict ?? 'pass';
    return RANK[verdict] < RANK[was] || (RANK[verdict] === 0 && verdict !== was);
  });
  expect(better).toEqual([]);
  if (meaningOf(log) !== meaningOf(original)) expect(outcomeOf(after)).toBe('error');
  else expect(after).toEqual(before);
}

test.for([0, 1])('log %i is read as it was printed', async (nth) => {
  const log = LOGS[nth] as Buffer;
  const results = await judged(log, log);
  expect(results.at(-1)).toMatchObject({ case: 'console', verdict: 'pass', reason: '' });
  expect(new Set(results.map(({ verdict }) => verdict))).toEqual(
    new Set(nth === 0 ? ['pass', 'fail', 'skip'] : ['pass', 'error']),
  );
});

describe('no verdict gets better by', () => {
  test.each(Object.keys(CHANGES))('%s', async (name) => {
    const change = CHANGES[name] as fc.Arbitrary<Change>;
    await fc.assert(fc.asyncProperty(fc.constantFrom(0, 1), change, expectNoBetter), seeded(120));
  });

  test('several of these at once', async () => {
    const changes = fc.array(fc.oneof(...Object.values(CHANGES)), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0, 1), changes, (nth, some) =>
        expectNoBetter(nth, (log) =>
          some.reduce((changed, apply) => (changed.length > 0 ? apply(changed) : changed), log),
        ),
      ),
      seeded(200),
    );
  });
});

test('four lost bytes make ok of not ok; but for the checksum nobody would know', async () => {
  const [log = Buffer.of()] = LOGS;
  // In both places, so that case and suite agree.
  const lied = Buffer.from(
    log
      .toString('latin1')
      .replaceAll('not ok', 'ok')
      .replaceAll(/^ +# fa(?:il|ult) .*\r?\n/gm, ''),
  );
  const fails = (results: CaseResult[]) => results.filter(({ verdict }) => verdict === 'fail').length;
  expect(fails(await judged(log, log))).toBeGreaterThan(0);
  expect(outcomeOf(await judged(lied, log, false))).toBe('pass');
  const results = await judged(lied, log);
  expect(outcomeOf(results)).toBe('error');
  expect(results.find(({ verdict }) => verdict === 'error')?.reason).toMatch(
    /^lines \d+ to \d+ of the log: not as the guest printed it: \d+ lines? (?:is|are) lost$/,
  );
});

test.for([
  ['a line is lost', (lines: string[]) => lines.toSpliced(20, 1), /: 1 line is lost$/],
  [
    'a line is doubled',
    (lines: string[]) => lines.toSpliced(20, 0, lines[20] ?? ''),
    /there is 1 line more$/,
  ],
  [
    'a letter is changed',
    (lines: string[]) => lines.with(20, `${lines[20]}x`),
    /: something is changed, lost or doubled$/,
  ],
  [
    'all of some cases is lost',
    (lines: string[]) => lines.toSpliced(18, 8),
    /^lines 19 to 22 of the log: what came before it is lost, from checksum 4 to 5$/,
  ],
  ['a case comes twice', (lines: string[]) => lines.toSpliced(18, 0, ...lines.slice(14, 18)), /once more$/],
] as const)('it is said where %s', async ([, change, reason]) => {
  const [log = Buffer.of()] = LOGS;
  const lines = log.toString('latin1').split('\n');
  const results = await judged(Buffer.from(change(lines).join('\n'), 'latin1'), log);
  const said = results.flatMap((one) => [one.reason, ...one.details]);
  expect(
    said.filter((text) => reason.test(text)),
    JSON.stringify(said),
  ).not.toEqual([]);
});

test('a word that a case is done costs, if it is lost, that case and the next', async () => {
  const [log = Buffer.of()] = LOGS;
  const whole = await judged(log, log);
  const lines = log.toString('latin1').split('\n');
  const at = lines.findIndex((line) => line.includes('# done control.data_is_not_executable'));
  const results = await judged(Buffer.from(lines.toSpliced(at, 1).join('\n'), 'latin1'), log);
  const changed = results.filter(({ verdict }, nth) => verdict !== whole[nth]?.verdict).map(nameOf);
  expect(changed).toEqual([
    'control.data_is_not_executable',
    'control.wrong_result_is_reported',
    'bench.console',
  ]);
});

test('a result that no checksum follows says nothing', async () => {
  const [log = Buffer.of()] = LOGS;
  const bytes = log
    .toString('latin1')
    .replace('not ok', 'ok')
    .replaceAll(/^ +# fa(?:il|ult) .*\r?\n/gm, '');
  const failed = BEFORE[0]?.find(({ verdict }) => verdict === 'fail') as CaseResult;
  const end = bytes.indexOf('\n', bytes.search(new RegExp(`^    ok \\d+ ${failed.case}\\b`, 'm'))) + 1;
  const results = await judged(Buffer.from(bytes.slice(0, end), 'latin1'), log);
  const found = results.find((one) => nameOf(one) === nameOf(failed));
  expect(found).toMatchObject({ verdict: 'error', reason: expect.stringContaining('no checksum vouches') });
});

test('a boot line in the midst of a checksum is read as what it is', async () => {
  const [log = Buffer.of()] = LOGS;
  const text = log.toString('latin1');
  const events = await eventsOf(Buffer.from(`    # sum n=3 li${text}`, 'latin1'), runIdOf(log));
  expect(events.filter(({ kind }) => kind === 'damaged')).toEqual([]);
});
