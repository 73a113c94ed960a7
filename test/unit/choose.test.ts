// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import { chooseCells, chooseMachines, nameOf } from '../../harness/choose.ts';
import type { Probe } from '../../harness/machine/probe.ts';
import type { Prepared } from '../../harness/prepare.ts';
import { UsageError } from '../../harness/usage.ts';
import { result } from './report/sample.ts';

const QEMU_7: Probe = {
  facts: { version: '7.2.22', cpus: ['max', 'cortex-a57', 'neoverse-n1'] },
  problem: null,
};

describe('chooseMachines', () => {
  const namesOf = async (names: string[]) =>
    (await chooseMachines(names, async () => QEMU_7)).machines.map(nameOf);

  test('the default ones, and a note for what this QEMU lacks', async () => {
    const { machines, notes } = await chooseMachines([], async () => QEMU_7);
    expect(machines.map(nameOf)).toEqual([
      'host',
      'max',
      'max-el2',
      'max-icount',
      'cortex-a57',
      'neoverse-n1',
    ]);
    expect(notes).toEqual([expect.stringContaining('cortex-a710: left out')]);
  });

  test('named ones, each once, in the order of the table', async () => {
    expect(await namesOf(['max-icount', 'host', 'max', 'max'])).toEqual(['host', 'max', 'max-icount']);
  });

  test('the host alone asks no QEMU', async () => {
    const ask = () => Promise.reject(new Error('asked'));
    expect((await chooseMachines(['host'], ask)).machines).toEqual(['host']);
  });

  test.each([['nope'], ['cortex-a710']])('%s is refused', async (name) => {
    await expect(namesOf(['max', name])).rejects.toThrow(UsageError);
    await expect(namesOf(['max', name])).rejects.toThrow(name);
  });
});

describe('chooseCells', () => {
  const subject = (name: string) => ({
    name,
    folder: `/${name}`,
    expectation: { xfail: [], instructions: {} },
  });
  const built: Prepared = {
    ok: true,
    subject: subject('good'),
    image: { key: '', folder: '', elf: '', bin: '' },
    facts: {
      plan: ['control', 'bti', 'dispatch'].map((suite) => ({ suite, case: 'c' })),
      abi: [result('abi', 'c')],
      cost: { tramp: 8, tramp_null: 6 },
      code: [],
    },
  };
  const unbuilt: Prepared = { ok: false, subject: subject('bad'), failure: result('build', 'compile') };

  async function cells(subjects: Prepared[], machines: string[], suites: string[]): Promise<string[]> {
    const chosen = await chooseMachines(machines, async () => QEMU_7);
    return chooseCells(subjects, chosen.machines, { machines, suites }).map(
      ({ prepared, machine }) => `${prepared.subject.name}@${nameOf(machine)}`,
    );
  }

  test.each([
    ['no suite named: every subject on every machine', [], ['host', 'max'], ['good@host', 'good@max']],
    ['a suite that boots leaves out the host, which nobody named', ['bti'], [], /^good@(?!host)/],
    ['abi is judged on the host alone', ['abi'], [], /^good@host$/],
    ['each named machine has a suite', ['abi', 'bti'], ['host', 'max'], ['good@host', 'good@max']],
    ['controls alone', ['control'], ['max'], ['good@max']],
  ] as const)('%s', async (_, suites, machines, wanted) => {
    const chosen = await cells([built], [...machines], [...suites]);
    if (wanted instanceof RegExp) expect(chosen.join('\n')).toMatch(new RegExp(wanted.source, 'm'));
    if (wanted instanceof RegExp) for (const cell of chosen) expect(cell).toMatch(wanted);
    else expect(chosen).toEqual(wanted);
  });

  test.each([
    ['an unknown suite', ['nope'], [], 'there is no suite nope; there are: abi, control, bti, dispatch'],
    ['a suite that no chosen machine runs', ['abi'], ['max'], 'nothing to run for abi, max:'],
    ['one such suite among others', ['abi', 'bti'], ['max'], 'nothing to run for abi:'],
    ['a machine that was named and has nothing to do', ['abi'], ['host', 'max'], 'nothing to run for max:'],
  ])('%s is refused', async (_, suites, machines, message) => {
    await expect(cells([built], machines, suites)).rejects.toThrow(UsageError);
    await expect(cells([built], machines, suites)).rejects.toThrow(message);
  });

  test('a subject that did not build is told of on every machine', async () => {
    expect(await cells([unbuilt, built], ['host', 'max'], [])).toHaveLength(4);
    expect(await cells([unbuilt], ['max'], ['whatever'])).toEqual(['bad@max']);
  });
});
