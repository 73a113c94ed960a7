// SPDX-License-Identifier: GPL-2.0-only
// What `reviewed` does in the same cell: which cases it passes, and how long each takes. Asked only when something erred; known from then on.

import { join } from 'node:path';
import { nameOf } from '../base/plan.ts';
import type { CaseResult, CellResult, Verdict } from '../base/verdict.ts';
import type { Builder } from '../compile/build.ts';
import { findQemu } from '../machine/installed-qemu.ts';
import type { Machine } from '../machine/machine.ts';
import { emulatorOf } from '../machine/process.ts';
import { hashOf, toolIdentity } from '../store/hash.ts';
import { recall, remember } from '../store/memo.ts';
import { cacheRoot } from '../store/places.ts';
import { rulesVersion } from '../store/rules.ts';
import type { Subject } from '../subject/subject.ts';
import type { Testimony } from '../verdict/blame.ts';
import { isTooBusy } from '../verdict/busy.ts';
import { bootCell, type CellOptions } from './cell.ts';
import { MORE_TIME } from './once-more.ts';
import { type Prepared, prepare } from './prepare.ts';

/** The built-in subject that is right, as far as anybody knows. */
export const WITNESS = 'reviewed';

/** What `reviewed` came to in the same cell (docs/verdicts.md). */
export interface Witness {
  /** Microseconds that each case takes it on a machine, by name. `ask`: boots it if that is not known; else undefined. */
  times(machine: Machine, ask: boolean): Promise<ReadonlyMap<string, number> | undefined>;
  /** What it says of these cases there. */
  verdicts(machine: Machine, names: readonly string[]): Promise<Testimony>;
  /** Takes in what a cell of its own came to, so that it need not be asked. */
  learn(machine: Machine, cell: CellResult): void;
  /** Ends what it still boots, for nobody who asks is left. */
  end(): Promise<void>;
}

/** What starts the cell. */
function startedBy(machine: Machine, qemu: string | undefined): string[] {
  if (machine.kind === 'here') return [];
  if (machine.kind === 'system') return [qemu ?? findQemu()];
  const emulator = emulatorOf(machine);
  return emulator === undefined ? [] : [emulator];
}

/** One case as the witness ran it. */
type Known = Record<string, { verdict: Verdict; us: number; busy?: true }>;

function knownFrom(result: CaseResult): Known[string] {
  return { verdict: result.verdict, us: result.took ?? 0, ...(isTooBusy(result) ? { busy: true } : {}) };
}

/** @param options of the cells that ask: the same QEMU, suites and seed */
export function createWitness(
  reviewed: Subject,
  builder: Builder,
  options: Omit<CellOptions, 'witness' | 'hangs' | 'onFail'>,
): Witness {
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, ...(options.signal ? [options.signal] : [])]);
  const images = new Map<string, Promise<Prepared>>();
  const boots = new Set<Promise<unknown>>();
  /** Whoever asked may be gone by the time that it is known. */
  const untilEnd = <T>(boot: Promise<T>): Promise<T> => {
    boots.add(boot.catch(() => {}));
    return boot;
  };
  const asked = new Map<string, Promise<Known>>();
  const whole = (options.suites ?? []).length === 0;
  let askedAgain = 0;

  const imageFor = (machine: Machine): Promise<Prepared> => {
    const key = JSON.stringify(machine.build);
    const image = images.get(key) ?? prepare(reviewed, builder, machine.build);
    images.set(key, image);
    return image;
  };
  const fileFor = async (machine: Machine): Promise<string | undefined> => {
    const image = await imageFor(machine);
    if (!image.ok) return undefined;
    const seed = machine.kaslr ? `${options.seed}` : '';
    const parts = [
      image.image.key,
      JSON.stringify(machine),
      ...startedBy(machine, options.qemu).map(toolIdentity),
      seed,
      rulesVersion('verdict'),
    ];
    return join(cacheRoot(), 'witness', `${hashOf(parts).slice(0, 32)}.json`);
  };
  const recalled = async (machine: Machine): Promise<Known | undefined> => {
    const file = await fileFor(machine);
    return file === undefined ? undefined : (recall(file) as Known | undefined);
  };
  const take = async (machine: Machine, { verdict, results }: CellResult): Promise<Known> => {
    const known = Object.fromEntries(results.map((result) => [nameOf(result), knownFrom(result)]));
    // What went wrong may be this moment's, and is asked for again in the next run.
    const file = whole && verdict === 'pass' ? await fileFor(machine) : undefined;
    if (file === undefined) return known;
    // A busy host makes a case slow and none quick: the least time that it ever took is the nearest to the truth.
    const before = (recall(file) as Known | undefined) ?? {};
    for (const [name, one] of Object.entries(known)) one.us = Math.min(one.us, before[name]?.us ?? one.us);
    remember(file, known);
    return known;
  };
  const bootIt = async (machine: Machine): Promise<Known> => {
    const image = await imageFor(machine);
    if (!image.ok) return {};
    signal.throwIfAborted();
    return take(
      machine,
      await bootCell(image, machine, { ...options, signal, name: `witness@${machine.name}` }),
    );
  };
  /** What this host was too busy to tell of these cases, asked once more. */
  const askAgain = async (machine: Machine, known: Known, names: readonly string[]): Promise<Known> => {
    const suites = names.filter((name) => known[name]?.busy);
    const image = suites.length > 0 ? await imageFor(machine) : undefined;
    if (!image?.ok) return known;
    const again = { ...options, signal, suites, timeoutScale: (options.timeoutScale ?? 1) * MORE_TIME };
    askedAgain += 1;
    const name = `witness${askedAgain}@${machine.name}`;
    const { results } = await untilEnd(bootCell(image, machine, { ...again, name }));
    const now = { ...known };
    for (const result of results.filter((one) => suites.includes(nameOf(one))))
      now[nameOf(result)] = knownFrom(result);
    asked.set(machine.name, Promise.resolve(now));
    return now;
  };
  const knownOf = async (machine: Machine, ask: boolean): Promise<Known | undefined> => {
    const pending = asked.get(machine.name);
    if (pending) return pending;
    const found = await recalled(machine);
    if (found) asked.set(machine.name, Promise.resolve(found));
    else if (ask && !asked.has(machine.name)) asked.set(machine.name, untilEnd(bootIt(machine)));
    return asked.get(machine.name);
  };

  return {
    async times(machine, ask) {
      const known = await knownOf(machine, ask);
      return known && new Map(Object.entries(known).map(([name, { us }]) => [name, us]));
    },
    async verdicts(machine, names) {
      const known = await askAgain(machine, (await knownOf(machine, true)) ?? {}, names);
      const verdicts = new Map(
        names.flatMap((name) => {
          const one = known[name];
          return one ? [[name, one.busy ? ('busy' as const) : one.verdict] as const] : [];
        }),
      );
      return { machine: machine.name, verdicts };
    },
    learn(machine, cell) {
      if (!asked.has(machine.name)) asked.set(machine.name, take(machine, cell));
    },
    async end() {
      ending.abort();
      await Promise.all(boots);
    },
  };
}
