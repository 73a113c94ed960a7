// SPDX-License-Identifier: GPL-2.0-only
// What the experiment would print on a machine whose costs are known.

import { seeded } from '../../../harness/cost/statistics.ts';

/** A machine that never was. */
export interface Machine {
  /** True cycles a call, by form. */
  cost: Readonly<Record<string, number>>;
  /** Cycles of noise a call. */
  noise: number;
  /** Added to all forms of a placement, by its number: it gets warm. */
  drift: (placement: number) => number;
  /** Hz of the CPU while a form is measured; `turn` counts the forms and the additions of a placement. */
  frequency: (placement: number, turn: number) => number;
  /** Cycles that are added to one run in so many; 0 for none. */
  interruptEvery: number;
  /** What a counter says in place of what it should; by event. */
  broken: Readonly<Record<string, (count: number) => number>>;
  /** Whether anybody counts cycles and events. */
  counts: boolean;
  placements: number;
}

export const PLAIN: Machine = {
  cost: { direct: 2, generic: 3, kcfi: 6, again: 6, subject: 4, reviewed: 4, v7: 5 },
  noise: 0.3,
  drift: () => 0,
  frequency: () => 2e9,
  interruptEvery: 0,
  broken: {},
  counts: true,
  placements: 30,
};

const CNTFRQ = 1e9;
const CALLS = 65_536;
const ADDS = 16_384;
/** The loop, a call. */
const LOOP = 1;

/** Cycles and mispredictions a call of the controls, as they are on a core that is as it should be. */
const CONTROLS = {
  control_mispredict: { steady: [8, 0], random: [16, 0.5] },
  control_evict: { kept: [20, 0], evicted: [90, 0] },
  control_twice: { once: [3, 0], twice: [3, 0] },
} as const;

/** Instructions a call, the loop's among them. */
const LOOP_INSTRUCTIONS = 2;
const FORMS: Readonly<Record<string, number>> = {
  ...{ empty: 0, direct: 3, generic: 5, kcfi: 10, again: 10, reviewed: 7, v7: 8, branch: 5 },
};

/** The text of its console. */
export function consoleOf(machine: Machine, seed = 1): string {
  const random = seeded(seed);
  const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const lines = [
    '# sct boot run=1 n=0 lines=0 crc=00000000',
    '    # cost place kind=process midr=0x410fd490 cntfrq=1000000000 interrupts=taken pinned=yes cpu=3',
    '    # cost kernel name=Linux release=6.12.0',
    `    # cost events cycles=${machine.counts ? 'perf' : 'none'} passes=1`,
  ];
  let runs = 0;
  const countsOf = (
    form: string,
    cycles: number,
    hertz: number,
    calls: number,
    mispredicts: number,
    refills: number,
  ) => {
    const instructions = calls * (LOOP_INSTRUCTIONS + (FORMS[form] ?? 8));
    const all: Record<string, number> = {
      cntvct: (cycles / hertz) * CNTFRQ,
      ...(machine.counts
        ? { cycles, instructions, mispredicts: mispredicts * calls, l1d_refills: refills * calls }
        : {}),
    };
    return Object.entries(all)
      .map(([event, count]) => `${event}=${Math.round(machine.broken[event]?.(count) ?? count)}`)
      .join(' ');
  };
  const workload = (name: string, forms: Readonly<Record<string, readonly [number, number]>>) => {
    lines.push(`    # cost workload w=${name} keys=1 sites=1 For a test.`);
    for (let placement = 0; placement < machine.placements; placement++) {
      let turn = 0;
      const clock = machine.frequency(placement, turn++);
      lines.push(
        `    # cost w=${name} p=${placement} clock pass=0 adds=${ADDS} ${countsOf('clock', ADDS, clock, ADDS, 0, 0)}`,
      );
      for (const [form, [cost, mispredicts]] of Object.entries({ empty: [0, 0] as const, ...forms })) {
        const calls = form === 'twice' ? 2 * CALLS : CALLS;
        const each = LOOP + cost + machine.drift(placement) + machine.noise * gaussian();
        const late = machine.interruptEvery > 0 && ++runs % machine.interruptEvery === 0 ? 40 * calls : 0;
        const refills = form === 'evicted' ? 1 : 0;
        const counts = countsOf(
          form,
          Math.max(0, each * calls + late),
          machine.frequency(placement, turn++),
          calls,
          mispredicts,
          refills,
        );
        lines.push(`    # cost w=${name} p=${placement} form=${form} pass=0 calls=${calls} ${counts}`);
      }
    }
  };
  workload('hot', Object.fromEntries(Object.entries(machine.cost).map(([form, cost]) => [form, [cost, 0]])));
  workload('control_forms', Object.fromEntries(Object.keys(FORMS).map((form) => [form, [4, 0]])));
  for (const [name, forms] of Object.entries(CONTROLS)) workload(name, forms);
  lines.push('# sct end run=1 cases=5 n=1 lines=1 crc=00000000');
  return `${lines.join('\r\n')}\r\n`;
}
