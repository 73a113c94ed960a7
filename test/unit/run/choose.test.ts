// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../harness/base/exit.ts';
import { DEFAULT_BUILD } from '../../../harness/compile/flags.ts';
import type { Host, Machine } from '../../../harness/machine/machine.ts';
import { HOST, MACHINES } from '../../../harness/machine/machines.ts';
import type { Probe } from '../../../harness/machine/probe.ts';
import { buildsOf, chooseCells, chooseMachines, shardOf, withCompiler } from '../../../harness/run/choose.ts';
import type { Prepared } from '../../../harness/run/prepare.ts';
import { result } from '../report/sample.ts';

const QEMU_7: Probe = {
  facts: { version: '7.2.22', cpus: ['max', 'cortex-a57', 'neoverse-n1'], boards: ['virt'] },
  problem: null,
};

const nameOf = ({ name }: { name: string }) => name;

describe('chooseMachines', () => {
  const namesOf = async (names: string[]) =>
    (await chooseMachines({ machines: names }, async () => QEMU_7)).machines.map(nameOf);

  test('the default ones, and a note for what this QEMU lacks', async () => {
    const { machines, notes } = await chooseMachines({ machines: [] }, async () => QEMU_7);
    expect(machines.map(nameOf)).toEqual([
      'host',
      'host-process',
      'max',
      'max-el2',
      'max-icount',
      'max-icount4',
      'max-smp2',
      'max-kcfi',
      'cortex-a57',
      'neoverse-n1',
      'process',
      'process-a57',
    ]);
    // Either the host is no arm64 one, or this QEMU has no CPU `host`.
    expect(notes).toEqual([
      expect.stringContaining('cortex-a710: left out'),
      expect.stringContaining('kvm, kvm-smp2, kvm-64k: left out'),
    ]);
  });

  test('named ones, each once, in the order of the table', async () => {
    expect(await namesOf(['max-icount', 'host', 'max', 'max'])).toEqual(['host', 'max', 'max-icount']);
  });

  test('the host alone asks no QEMU', async () => {
    const ask = () => Promise.reject(new Error('asked'));
    expect((await chooseMachines({ machines: ['host'] }, ask)).machines).toEqual([HOST]);
  });

  test('a pattern leaves out with a note what this QEMU lacks, unless it lacks all', async () => {
    const { machines, notes } = await chooseMachines({ machines: ['cortex-a*'] }, async () => QEMU_7);
    expect(machines.map(nameOf)).toEqual(['cortex-a57', 'cortex-a57-64k']);
    expect(notes).toContain('cortex-a710: left out, the installed QEMU 7.2.22 has no such CPU');
    await expect(namesOf(['cortex-a7*'])).rejects.toThrow('cortex-a710');
    await expect(namesOf(['cortex-x*'])).rejects.toThrow('there is no machine cortex-x*; ');
  });

  test.each([['nope'], ['cortex-a710']])('%s is refused', async (name) => {
    await expect(namesOf(['max', name])).rejects.toThrow(UsageError);
    await expect(namesOf(['max', name])).rejects.toThrow(name);
  });
});

const subject = (name: string) => ({
  name,
  folder: `/${name}`,
  expectation: { xfail: [], instructions: {} },
});

describe('withCompiler', () => {
  const gcc: Host = { ...HOST, name: 'host-gcc', build: { ...DEFAULT_BUILD, compiler: 'gcc' } };
  const max = MACHINES.filter(({ name }) => name === 'max');
  const maxGcc = max.map((machine) => ({ ...machine, name: 'max-gcc', build: gcc.build }));
  const all = [HOST, gcc, ...max, ...maxGcc];
  const NONE = { machines: [], suites: [], cases: [] };
  const chosen = (
    asked: { machines: string[]; suites: string[]; cases: string[] },
    environment: NodeJS.ProcessEnv,
  ) => {
    const { machines, notes } = withCompiler(all, [subject('a'), subject('b')], asked, environment);
    return { names: machines.map(nameOf), notes };
  };

  test('a compiler that is there leaves nothing out', () => {
    expect(chosen(NONE, { SCT_GCC: process.execPath, SCT_CLANG: process.execPath })).toEqual({
      names: all.map(nameOf),
      notes: [],
    });
  });

  test('the cells of one that is missing are counted and named, with what to do', () => {
    const { names, notes } = chosen(NONE, { PATH: '/nonexistent', SCT_CLANG: process.execPath });
    expect(names).toEqual(['host', 'max']);
    expect(notes).toEqual([
      expect.stringMatching(
        /^4 cells skipped, aarch64-linux-gnu-gcc-12 is missing: a@host-gcc, a@max-gcc, b@host-gcc, b@max-gcc\. To run them: .*gcc-12-aarch64-linux-gnu/,
      ),
    ]);
  });

  test('a suite leaves out the cells that would not have had it', () => {
    const { notes } = chosen(
      { machines: [], suites: ['abi'], cases: [] },
      { SCT_GCC: '/nonexistent', SCT_CLANG: process.execPath },
    );
    expect(notes).toEqual([
      expect.stringMatching(/^2 cells skipped, .*: a@host-gcc, b@host-gcc\. .*unset SCT_GCC/),
    ]);
  });

  test('a machine that was named stays', () => {
    const asked = { machines: all.map(nameOf), suites: [], cases: [] };
    expect(chosen(asked, { PATH: '/nonexistent' })).toEqual({ names: all.map(nameOf), notes: [] });
  });
});

describe('chooseCells', () => {
  const built: Prepared = {
    ok: true,
    build: DEFAULT_BUILD,
    subject: subject('good'),
    image: { key: '', folder: '', elf: '', bin: '', warnings: [] },
    facts: {
      plan: ['control', 'bti', 'dispatch'].map((suite) => ({ suite, case: 'c' })),
      abi: [result('abi', 'c')],
      cost: { tramp: 8, tramp_null: 6 },
      design: 'literal by load',
      unknown: null,
      code: [],
      ownArgs: null,
      sealed: null,
      layout: { sections: [], trampolines: [], literals: [], reach: [] },
      base: '0x0',
    },
    locate: async () => new Map(),
  };
  const unbuilt: Prepared = {
    ok: false,
    broken: false,
    build: DEFAULT_BUILD,
    subject: subject('bad'),
    failure: result('build', 'compile'),
  };

  async function work(subjects: Prepared[], machines: string[], suites: string[], cases: string[] = []) {
    const chosen = await chooseMachines({ machines }, async () => QEMU_7);
    return chooseCells(subjects, chosen.machines, { machines, suites, cases });
  }

  async function cells(...asked: Parameters<typeof work>): Promise<string[]> {
    return (await work(...asked)).map(
      ({ prepared, machine }) => `${prepared.subject.name}@${nameOf(machine)}`,
    );
  }

  test.each([
    ['no suite named: every subject on every machine', [], ['host', 'max'], ['good@host', 'good@max']],
    ['a suite that boots leaves out the host, which nobody named', ['bti'], [], /^good@(?!host)/],
    ['abi is judged on the host alone', ['abi'], [], /^good@host$/],
    ['each named machine has a suite', ['abi', 'bti'], ['host', 'max'], ['good@host', 'good@max']],
    ['controls alone', ['control'], ['max'], ['good@max']],
    ['a pattern of suites', ['*b*'], ['host', 'max'], ['good@host', 'good@max']],
    ['a pattern of machines, of which some have nothing to do', ['abi'], ['*'], null],
  ] as const)('%s', async (_, suites, machines, wanted) => {
    const chosen = await cells([built], [...machines], [...suites]);
    if (wanted === null) return expect(chosen).toEqual(['good@host']);
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

  test.each([
    ['one case', ['bti.c'], [], ['max: bti.c']],
    ['one that is judged without a boot', ['abi.c'], [], ['host: abi.c']],
    ['a pattern', ['*b*.c'], [], ['host: abi.c bti.c', 'max: abi.c bti.c']],
    ['a pattern within a suite', ['*.c'], ['bti'], ['max: bti.c']],
  ])('%s', async (_, cases, suites, wanted) => {
    const chosen = await work([built], [], suites, cases);
    const told = chosen.map(({ machine, suites }) => `${machine.name}: ${[...suites].sort().join(' ')}`);
    expect(told.filter((line) => /^(?:host|max):/.test(line))).toEqual(wanted);
  });

  test.each([
    [['bti.d'], [], 'there is no case bti.d; did you mean '],
    [['c'], [], 'there is no case c; did you mean abi.c, control.c, bti.c, dispatch.c?'],
    [['x*'], [], 'there is no case x*; `sct list` names all of them'],
    [['bti.c'], ['dispatch'], 'with --suite dispatch there is no bti.c to run'],
    [['abi.c'], [], 'nothing to run for abi.c, max'],
  ])('case %j of suites %j is refused', async (cases, suites, message) => {
    await expect(cells([built], ['max'], suites, cases)).rejects.toThrow(UsageError);
    await expect(cells([built], ['max'], suites, cases)).rejects.toThrow(message);
  });

  test('a machine gets the image of its build', async () => {
    const other: Prepared = { ...built, build: { ...DEFAULT_BUILD, pageSize: 64 } };
    const [max] = MACHINES;
    if (!max) throw new Error('no machine');
    const large: Machine = { ...max, name: 'large', build: other.build };
    const work = chooseCells([other, built], [HOST, max, large], { machines: [], suites: [], cases: [] });
    expect(work.map(({ prepared, machine }) => [machine.name, prepared.build.pageSize])).toEqual([
      ['host', 4],
      ['max', 4],
      ['large', 64],
    ]);
    expect(buildsOf([HOST, max, large])).toEqual([DEFAULT_BUILD, other.build]);
  });

  test('a subject that did not build is told of on every machine', async () => {
    expect(await cells([unbuilt, built], ['host', 'max'], [])).toHaveLength(4);
    expect(await cells([unbuilt], ['max'], ['whatever'])).toEqual(['bad@max']);
  });
});

describe('shardOf', () => {
  const names = (index: number, of: number) => shardOf(MACHINES, { index, of }).map(nameOf);

  test('each machine is in one of them', () => {
    const all = [1, 2, 3, 4].flatMap((index) => names(index, 4));
    expect(all.toSorted()).toEqual(MACHINES.map(nameOf).toSorted());
    expect(shardOf(MACHINES, undefined)).toEqual(MACHINES);
  });

  test('one that would judge nothing is refused', () => {
    expect(() => shardOf([HOST], { index: 2, of: 2 })).toThrow(UsageError);
  });
});
