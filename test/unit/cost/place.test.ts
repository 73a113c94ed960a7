// SPDX-License-Identifier: GPL-2.0-only
// From what a machine prints to what is said of it, on machines whose costs are known, some of them broken.

import { describe, expect, test } from 'vitest';
import { type CostPlace, placeOf } from '../../../harness/cost/place.ts';
import { readCostLog } from '../../../harness/cost/read-log.ts';
import { DOCUMENTS } from '../../../harness/report/documents.ts';
import { consoleOf, type Machine, PLAIN } from './synthetic.ts';

function judged(machine: Partial<Machine>, { margin = 1, emulated = false, seed = 1 } = {}): CostPlace {
  return placeOf(readCostLog(consoleOf({ ...PLAIN, ...machine }, seed)), {
    name: 'played',
    emulated,
    subject: 'reviewed',
    compiler: 'clang-19',
    date: '2026-01-01T00:00:00.000Z',
    seed: 1,
    margin,
  });
}

function verdictOn(place: CostPlace, form = 'subject') {
  return place.workloads[0]?.comparisons.find((one) => one.form === form)?.verdict;
}

function control(place: CostPlace, name: string) {
  return place.controls.find((one) => one.name === name)?.verdict;
}

const withCost = (subject: number) => ({ cost: { ...PLAIN.cost, subject } });

describe('a known difference', () => {
  test.for([
    [4, 'faster'],
    [9, 'slower'],
    [6, 'no difference'],
    [5.7, 'no difference'],
  ] as const)('of 6 cycles with the check and %s with the trampoline: %s', ([subject, verdict]) => {
    const place = judged(withCost(subject));
    expect(place.verdict).toBe('pass');
    expect(verdictOn(place)).toBe(verdict);
    const { estimate, low, high } = place.workloads[0]?.comparisons[0]?.difference ?? {
      estimate: 0,
      low: 0,
      high: 0,
    };
    expect(Math.abs(estimate - (subject - 6))).toBeLessThan(0.4);
    expect(low).toBeLessThanOrEqual(high);
  });

  test('that drowns in noise', () => {
    expect(verdictOn(judged({ ...withCost(4), noise: 12 }))).toBe('cannot tell');
  });

  test('with too few placements', () => {
    const place = judged({ placements: 5, noise: 0.01 });
    expect(verdictOn(place)).toBe('cannot tell');
    expect(place.workloads[0]?.comparisons[0]?.says).toContain('5 placements, of at least 10');
  });

  test('that is within a margin that somebody has chosen', () => {
    expect(verdictOn(judged(withCost(4), { margin: 3 }))).toBe('no difference');
  });

  test('that drifts for both forms alike', () => {
    expect(verdictOn(judged({ ...withCost(4), drift: (placement) => placement * 2 }))).toBe('faster');
  });

  test('among interrupts', () => {
    const place = judged({ ...withCost(4), interruptEvery: 17 });
    expect(place.verdict).toBe('pass');
    expect(verdictOn(place)).toBe('faster');
  });
});

describe('time in place of cycles', () => {
  const byTime = { counts: false, ...withCost(4) };

  test('is told by additions', () => {
    const place = judged(byTime);
    expect(place.how).toContain('CNTVCT');
    expect(place.frequency).toBeGreaterThan(1.9e9);
    expect(place.frequency).toBeLessThan(2.1e9);
    expect(verdictOn(place)).toBe('faster');
    expect(control(place, 'frequency')).toBe('absent');
  });

  test('at another frequency in each half of the run', () => {
    const place = judged({ ...byTime, frequency: (placement) => (placement < 15 ? 2e9 : 1e9) });
    expect(verdictOn(place)).toBe('faster');
    expect(place.notes.join()).toContain('the frequency changed within');
  });

  test('at a frequency that never stays', () => {
    const restless = (placement: number, turn: number) => 1e9 * (1 + ((placement * 7 + turn * 3) % 10) / 10);
    const place = judged({ ...byTime, frequency: restless });
    expect(verdictOn(place)).not.toBe('faster');
  });
});

describe('what must hold', () => {
  test('holds on a machine that is as it should be', () => {
    const place = judged({});
    expect(place.controls.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
      'a-a holds',
      'forms holds',
      'twice holds',
      'mispredict holds',
      'evict holds',
      'frequency holds',
      'counters holds',
      'reach absent',
    ]);
  });

  test.for([
    ['a-a', { cost: { ...PLAIN.cost, again: 8 } }],
    ['forms', { broken: { instructions: (count: number) => count * 1.1 } }],
    ['twice', { broken: { cycles: (count: number) => Math.sqrt(count) } }],
    ['mispredict', { broken: { mispredicts: (count: number) => Math.min(count, 1) } }],
    ['evict', { broken: { l1d_refills: (count: number) => (count > 0 ? 1 : 0) } }],
    ['frequency', { broken: { cycles: (count: number) => count / 2 } }],
    ['counters', { broken: { cycles: () => 0 } }],
    ['counters', { broken: { mispredicts: () => 0 } }],
    ['counters', { broken: { mispredicts: (count: number) => count + 2 ** 40 } }],
  ] as const)('%s fails where it is broken, and then nothing is believed', ([name, machine]) => {
    const place = judged(machine as Partial<Machine>);
    expect(control(place, name)).toBe('fails');
    expect(place.verdict).toBe('error');
  });

  test.for(['forms', 'mispredict', 'evict', 'twice'])('%s fails where its workload was not run', (name) => {
    const text = consoleOf(PLAIN).replace(new RegExp(`^.*w=control_${name} .*$`, 'gm'), '');
    const about = { name: 'x', emulated: false, subject: 's', compiler: '', date: '', seed: 1, margin: 1 };
    const place = placeOf(readCostLog(text), about);
    expect(control(place, name)).toBe('fails');
    expect(place.verdict).toBe('error');
  });

  test('reach: each form of a working set was seen to reach its own targets, or nothing is believed', () => {
    const about = { name: 'x', emulated: false, subject: 's', compiler: '', date: '', seed: 1, margin: 1 };
    const text = consoleOf(PLAIN).replace('w=hot keys=1 sites=1', 'w=hot keys=4 sites=4');
    const seen = (of: readonly string[], keys: number) =>
      of.map((form) => `    # cost reach w=hot form=${form} keys=${keys}\n`).join('');
    const forms = Object.keys(PLAIN.cost);
    const [first = '', ...others] = forms;
    const said = (lines: string) => {
      const place = placeOf(readCostLog(text.replace('    # cost place', `${lines}    # cost place`)), about);
      return [control(place, 'reach'), place.verdict];
    };
    expect(said(seen(forms, 4))).toEqual(['holds', 'pass']);
    expect(said(seen(others, 4))).toEqual(['fails', 'error']);
    expect(said(seen(forms, 3))).toEqual(['fails', 'error']);
    expect(said(seen([first], 4) + seen(others, 4))).toEqual(['holds', 'pass']);
  });

  test('what nobody counts is not asked', () => {
    const place = judged({ counts: false });
    expect(place.verdict).toBe('pass');
    expect(place.controls.find(({ name }) => name === 'mispredict')?.says).toContain(
      'not counted here: mispredicts',
    );
  });
});

test("an emulator's times are neither shown nor kept", () => {
  const place = judged({}, { emulated: true });
  expect(place).toMatchObject({
    kind: 'emulated',
    unit: 'none',
    workloads: [],
    samples: [],
    frequency: null,
  });
});

test('a log that ends too soon, or tells of a failure, is an error', () => {
  const text = consoleOf(PLAIN);
  const about = { name: 'x', emulated: false, subject: 's', compiler: '', date: '', seed: 1, margin: 1 };
  expect(placeOf(readCostLog(text.replace(/# sct end.*/, '')), about).verdict).toBe('error');
  const failed = placeOf(readCostLog(`    not ok 3 hot # ERROR hang\n${text}`), about);
  expect(failed.verdict).toBe('error');
  expect(failed.notes.join()).toContain('hot: hang');
});

test('it is what the schema says', () => {
  const document = { schemaVersion: 1, verdict: 'pass', places: [judged({})], models: [], notes: [] };
  expect(DOCUMENTS.cost.parse(document)).toEqual(document);
});
