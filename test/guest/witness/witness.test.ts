// SPDX-License-Identifier: GPL-2.0-only
// Is what the bench says so? QEMU's own log of exceptions and of executed instructions, against the guest's word and llvm-objdump's.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptyTranscript, transcribe } from '../../../harness/console/transcript.ts';
import { disassembleFunction, type Instruction, numberOf } from '../../../harness/inspect/disassemble.ts';
import { CELL_FILES } from '../../../harness/machine/argv.ts';
import { boot } from '../../../harness/machine/boot.ts';
import { findQemu, probe } from '../../../harness/machine/installed-qemu.ts';
import { limitsFor } from '../../../harness/machine/limits.ts';
import { MACHINES } from '../../../harness/machine/machines.ts';
import { noHangs, patienceFor } from '../../../harness/run/patience.ts';
import { cellPlan, type Prepared } from '../../../harness/run/prepare.ts';
import { stageCell } from '../../../harness/run/stage.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import { createRunFolder } from '../../../harness/store/run-folder.ts';
import { subjectNames } from '../../../harness/subject/load.ts';
import { findTool } from '../../../harness/tool/tools.ts';
import { prepared as build } from '../prepared.ts';
import { exceptionsOf, exceptionsSaid, executedIn } from './qemu-log.ts';

const qemu = findQemu();
const objdump = findTool('llvm-objdump-19');
const subjects = subjectNames(join(packageRoot(), 'guest/subjects'));

/** Blocks of one instruction, so that each is logged: spelled anew in QEMU 8.1. */
async function oneInstructionPerBlock(): Promise<string[]> {
  const [major = 0, minor = 0] = ((await probe(qemu)).facts?.version ?? '').split('.').map(Number);
  return major > 8 || (major === 8 && minor >= 1) ? ['-accel', 'tcg,one-insn-per-tb=on'] : ['-singlestep'];
}

async function image(subject: string): Promise<Extract<Prepared, { ok: true }>> {
  const one = await build(subject);
  return one.ok ? one : expect.fail(one.failure.details.join('\n'));
}

/** Boots a guest as a cell does, but with more arguments; what came out of its UART, and QEMU's log. */
async function witnessed(
  subject: Extract<Prepared, { ok: true }>,
  machineName: string,
  { suites = [], bootargs = '', args }: { suites?: string[]; bootargs?: string; args: string[] },
): Promise<{ serial: string; log: string }> {
  const machine = MACHINES.find(({ name }) => name === machineName);
  if (!machine) throw new Error(`there is no machine ${machineName}`);
  await using runFolder = await createRunFolder();
  const patience = patienceFor(machine, undefined, noHangs());
  const { folder, argv } = stageCell(subject, machine, { qemu, runFolder }).boot(1, {
    patience,
    plan: cellPlan(subject, machine, suites),
  });
  const line = [...argv.slice(0, -1), `${argv.at(-1)}${bootargs}`, ...args];
  await using guest = await boot({ argv: line, folder, limits: limitsFor(machine, 4) });
  await transcribe(emptyTranscript(), guest.output);
  expect(await guest.end).toMatchObject({ kind: 'poweroff' });
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  return { serial: read(CELL_FILES.serial), log: read(CELL_FILES.trace) };
}

describe.concurrent("QEMU's exception log", { timeout: 120_000 }, () => {
  test.for([
    ...subjects.map((subject) => [subject, 'max'] as const),
    // Another level's registers.
    ['reviewed', 'max-vhe'],
  ] as const)('lists what %s says it took on %s', async ([name, machine], { expect }) => {
    const { serial, log } = await witnessed(await image(name), machine, {
      bootargs: ' sct.exceptions=1',
      args: ['-d', 'int'],
    });
    const said = exceptionsSaid(serial);
    expect(said).toEqual(exceptionsOf(log));
    // Every branch onto a missing landing pad, every forbidden store: a guest that took none proves nothing.
    expect(said.filter(({ esr }) => esr !== undefined && esr >> 26n === 0x0dn).length).toBeGreaterThan(20);
    expect(new Set(said.map(({ kind }) => kind))).toEqual(new Set(['sync', 'irq', 'fiq']));
  });
});

/** One dispatch: the call in this case, its trampoline and its target; and what else of dispatch.c a call could have gone to. */
const CASE = 'dispatch_first_target';
const TRAMPOLINE = '__SCT__first';
const TARGET = 'plus_one';
const OTHERS = ['minus_two', 'times_three', 'times_five', 'note', 'identity', '__static_call_return0'];

describe.concurrent('the executed instructions of a dispatch', { timeout: 120_000 }, () => {
  test.for(subjects)(
    "are those that llvm-objdump shows: %s's call, trampoline, target",
    async (name, { expect }) => {
      const subject = await image(name);
      const code = (symbol: string) => disassembleFunction(subject.image.elf, symbol, objdump);
      const [caller, tramp, target] = await Promise.all([code(CASE), code(TRAMPOLINE), code(TARGET)]);
      const logged = [caller, tramp, target, ...(await Promise.all(OTHERS.map(code)))];
      const { log } = await witnessed(subject, 'max', {
        suites: ['dispatch'],
        args: [
          ...(await oneInstructionPerBlock()),
          ...['-d', 'exec,nochain', '-dfilter', logged.map(rangeOf).join(',')],
        ],
      });
      const entry = tramp[0]?.address ?? -1n;
      const call = caller.findIndex(
        ({ mnemonic, operands }) => mnemonic === 'bl' && numberOf(operands[0] ?? '') === entry,
      );
      // The trampoline up to its branch, the target up to its return; nothing between, and back behind the call.
      const path = [
        ...caller.slice(call, call + 1),
        ...until(tramp, 'br'),
        ...until(target, 'ret'),
        ...caller.slice(call + 1, call + 2),
      ];
      const pcs = executedIn(log);
      const from = pcs.indexOf(path[0]?.address ?? -1n);
      expect(pcs.slice(from, from + path.length)).toEqual(path.map(({ address }) => address));
      expect(path.length).toBeGreaterThan(4);
    },
  );
});

/** Of one function's instructions, as QEMU's `-dfilter` takes it. */
function rangeOf(code: readonly Instruction[]): string {
  const [first, last] = [code.at(0)?.address ?? 0n, code.at(-1)?.address ?? 0n];
  return `0x${first.toString(16)}..0x${(last + 3n).toString(16)}`;
}

function until(code: readonly Instruction[], mnemonic: string): Instruction[] {
  return code.slice(0, code.findIndex((at) => at.mnemonic === mnemonic) + 1);
}
