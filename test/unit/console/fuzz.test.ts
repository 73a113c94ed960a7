// SPDX-License-Identifier: GPL-2.0-only
// Whatever a guest prints, it is read to the end, and no verdict is better than what was printed. What was printed is told here by
// a model that knows of no state: lines, and the order in which they stand.

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseResult } from '../../../harness/base/verdict.ts';
import { emptyTranscript, transcribe } from '../../../harness/console/transcript.ts';
import { judge } from '../../../harness/verdict/judge.ts';
import { outcomeOf } from '../../../harness/verdict/outcome.ts';
import { MAX } from '../verdict/max.ts';

const FOLDER = new URL('../../fixtures/console/', import.meta.url);
const read = (name: string): Buffer => readFileSync(new URL(name, FOLDER));
const LOGS = readdirSync(FOLDER).sort().map(read);
const GOOD = read('good.log');

const PLAN = [
  { suite: 'control', case: 'missing_landing_pad_traps' },
  { suite: 'control', case: 'unguarded_page_does_not_trap' },
  { suite: 'dispatch', case: 'first_target' },
  { suite: 'dispatch', case: 'null_target' },
];

/** The same runs each time, for a few seconds. */
const seeded = (numRuns: number) => ({ seed: 0x5c7, numRuns });

async function resultsOf(log: Uint8Array, chunkSize: number): Promise<CaseResult[]> {
  async function* serial() {
    for (let at = 0; at < log.length; at += chunkSize) yield log.subarray(at, at + chunkSize);
  }
  const transcript = emptyTranscript();
  await transcribe(transcript, serial());
  const { results } = await judge({
    plan: PLAN,
    events: transcript.events,
    tail: transcript.tail,
    runId: 'r1',
    base: 0xffff800080000000n,
    machine: MAX,
    expectation: { xfail: [], instructions: {} },
    end: { kind: 'poweroff' },
  });
  return results;
}

/** Lines as printed; a boot, panic or end line begins one wherever it stands. */
function linesOf(log: Uint8Array): string[] {
  return Buffer.from(log)
    .toString()
    .split(/\r*\n|(?=# sct (?:boot|panic|end)\b)/);
}

/** What counts of a console: all up to its end line, or up to where the guest booted again. */
function believable(lines: readonly string[]): string[] {
  let boots = 0;
  const stop = lines.findIndex((line) => {
    if (/^\s*# sct boot(?: .*)?\s*$/.test(line)) boots += 1;
    return boots > 1 || /^\s*# sct end(?: .*)?\s*$/.test(line);
  });
  return stop < 0 ? [...lines] : lines.slice(0, stop);
}

const DIRECTIVE: Record<string, string> = {
  pass: '(?!SKIP\\b|XFAIL\\b)',
  skip: 'SKIP\\b',
  xfail: 'XFAIL\\b',
};

/**
 * Whether a case's begin line was printed once, and after it a result that says `verdict`, and no other result of it in its suite.
 * (Those elsewhere are the console's error, not the case's.)
 */
function wasSaid({ suite, case: name, verdict }: CaseResult, lines: readonly string[]): boolean {
  const begins = places(lines, new RegExp(`^\\s*# begin ${suite}\\.${name}\\s*$`));
  const of = new RegExp(`^    (?:not )?ok \\d+ (?:- )?${name}(?:\\s*$|\\s+#)`);
  const results = places(lines, of).filter((at) => suiteAt(lines, at) === suite);
  const directive = DIRECTIVE[verdict];
  const end = verdict === 'pass' ? `(?:\\s*$|\\s+#\\s*${directive})` : `\\s+#\\s*${directive}`;
  const said = new RegExp(`^    ok \\d+ (?:- )?${name}${end}`);
  const [begin = Number.POSITIVE_INFINITY] = begins;
  const [result = -1] = results;
  return begins.length === 1 && results.length === 1 && begin < result && said.test(lines[result] as string);
}

/** The suite that a line stands in. */
function suiteAt(lines: readonly string[], at: number): string | null {
  let suite: string | null = null;
  for (const line of lines.slice(0, at)) {
    suite = /^ {4}# Subtest: (\S.*?)\s*$/.exec(line)?.[1] ?? suite;
    if (/^\s*# sct boot(?: .*)?\s*$/.test(line)) suite = null;
    if (suite === /^(?:not )?ok \d+ (?:- )?([^#]*?)\s*(?:#.*)?$/.exec(line)?.[1]) suite = null;
  }
  return suite;
}

function places(lines: readonly string[], pattern: RegExp): number[] {
  return lines.flatMap((line, at) => (pattern.test(line) ? [at] : []));
}

/** The lines that hold a boot together, without what may differ between two boots that pass. */
function skeleton(log: Uint8Array): string[] {
  const lines = linesOf(log);
  // Firmware may print what it likes.
  const boot = lines.findIndex((line) => /^\s*# sct boot\s/.test(line));
  return lines
    .slice(Math.max(boot, 0))
    .map((line) => line.trimEnd())
    .filter((line) => /^\s*(?:(?:not )?ok \d|1\.\.\d|# (?:sct|begin|Subtest:)(?:\s|$))/.test(line))
    .map((line) =>
      line
        .replace(/^\s*(?=# (?:sct|begin) )/, '')
        .replace(/(?<=^# sct \w+)\s.*$/s, fields)
        // The directive, or a remark.
        .replace(/(?<=^\s*(?:not )?ok .*)\s+#.*$/, '')
        // Variant and revision of the CPU.
        .replace(/^(# sct boot .*midr=0x00).(f051).(?= )/i, '$10$20'),
    );
}

const KEYS: readonly string[] = ['run', 'midr', 'entry-el', 'el', 'page', 'bti', 'pac', 'base', 'cases'];

/** What the fields of a boot or end line say: words without a key say nothing, and the last one of a key counts. */
function fields(text: string): string {
  const pairs = text.split(/\s+/).flatMap((word) => /^([^=]+)=(.*)$/s.exec(word)?.slice(1) ?? []);
  const last = new Map<string, string>();
  for (let at = 0; at < pairs.length; at += 2) last.set(pairs[at] as string, pairs[at + 1] as string);
  return [...last].map(([key, value]) => (KEYS.includes(key) ? ` ${key}=${value}` : '')).join('');
}

const BETTER: readonly string[] = ['pass', 'skip', 'xfail'];

async function expectHonest(log: Uint8Array, chunkSize: number): Promise<void> {
  const results = await resultsOf(log, chunkSize);
  expect(results).toHaveLength(PLAN.length + 1);
  const lines = believable(linesOf(log));
  const printed = JSON.stringify(Buffer.from(log).toString());
  const better = results.slice(0, -1).filter((one) => BETTER.includes(one.verdict) && !wasSaid(one, lines));
  expect(better, printed).toEqual([]);
  if (outcomeOf(results) === 'pass') expect(skeleton(log), printed).toEqual(skeleton(GOOD));
}

const chunkSize = fc.integer({ min: 1, max: 300 });
const natural = fc.nat({ max: 0xffff });
const bytes = fc.uint8Array({ maxLength: 40 });

const SPACE_TO_TAB = 0x20 ^ 0x09;

/** A change of a log. Numbers are taken modulo what there is. */
type Change = (log: Buffer) => Buffer;
const inLines =
  (change: (lines: Buffer[]) => Buffer[]): Change =>
  (log) => {
    const lines = log
      .toString('latin1')
      .split('\n')
      .map((line) => Buffer.from(line, 'latin1'));
    return Buffer.from(
      change(lines)
        .map((line) => line.toString('latin1'))
        .join('\n'),
      'latin1',
    );
  };
const at = (from: number, size: number) => from % Math.max(size, 1);

const CHANGES: Record<string, fc.Arbitrary<Change>> = {
  drop: natural.map((i) => inLines((lines) => lines.toSpliced(at(i, lines.length), 1))),
  duplicate: fc
    .tuple(natural, natural)
    .map(([i, j]) =>
      inLines((lines) => lines.toSpliced(at(j, lines.length), 0, lines[at(i, lines.length)] as Buffer)),
    ),
  swap: fc.tuple(natural, natural).map(([i, j]) =>
    inLines((lines) => {
      const [a, b] = [at(i, lines.length), at(j, lines.length)];
      return lines.with(a, lines[b] as Buffer).with(b, lines[a] as Buffer);
    }),
  ),
  truncate: natural.map((k) => (log) => log.subarray(0, at(k, log.length))),
  splice: fc.tuple(natural, natural, natural, natural).map(([i, j, k, l]) =>
    inLines((lines) => {
      const [a, b] = [lines[at(i, lines.length)], lines[at(j, lines.length)]] as [Buffer, Buffer];
      const joined = Buffer.concat([a.subarray(0, at(k, a.length + 1)), b.subarray(at(l, b.length + 1))]);
      return lines.with(at(i, lines.length), joined);
    }),
  ),
  flip: fc
    .tuple(natural, fc.oneof(fc.integer({ min: 1, max: 255 }), fc.constant(SPACE_TO_TAB)))
    .map(([k, mask]) => (log) => {
      const copy = Buffer.from(log);
      const place = at(k, copy.length);
      if (copy.length > 0) copy[place] = (copy[place] as number) ^ mask;
      return copy;
    }),
  insert: fc.tuple(natural, bytes).map(([k, more]) => (log) => {
    const place = at(k, log.length + 1);
    return Buffer.concat([log.subarray(0, place), more, log.subarray(place)]);
  }),
  remove: fc.tuple(natural, fc.integer({ min: 1, max: 30 })).map(([k, length]) => (log) => {
    const place = at(k, log.length);
    return Buffer.concat([log.subarray(0, place), log.subarray(place + length)]);
  }),
};

test.each(Object.keys(CHANGES))('the good log, one %s', async (name) => {
  const change = CHANGES[name] as fc.Arbitrary<Change>;
  await fc.assert(
    fc.asyncProperty(change, chunkSize, (apply, size) => expectHonest(apply(GOOD), size)),
    seeded(600),
  );
});

test('every log, several changes', async () => {
  const changes = fc.array(fc.oneof(...Object.values(CHANGES)), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...LOGS), changes, chunkSize, (log, some, size) =>
      expectHonest(
        some.reduce<Buffer>((changed, apply) => apply(changed), log),
        size,
      ),
    ),
    seeded(4000),
  );
});

test('lines of the protocol in any order, and arbitrary ones', async () => {
  const known = [...new Set(LOGS.flatMap((log) => log.toString('latin1').split('\n')))];
  const line = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...known).map((text) => Buffer.from(text, 'latin1')) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: bytes.map((some) => Buffer.from(some)) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 40 }), chunkSize, (lines, size) =>
      expectHonest(Buffer.concat(lines.flatMap((one) => [one, Buffer.from('\n')])), size),
    ),
    seeded(2000),
  );
});

test('arbitrary bytes', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), chunkSize, expectHonest), seeded(300));
});
