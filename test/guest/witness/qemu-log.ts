// SPDX-License-Identifier: GPL-2.0-only
// What QEMU itself says happened: its log (`-D`) with `-d int` or `-d exec,nochain`, docs "Debugging" and `qemu-system-aarch64 -d help`.

/** One exception. An interrupt has no syndrome: ESR_ELx keeps what it held. */
export interface Taken {
  kind: 'sync' | 'irq' | 'fiq' | 'serror';
  esr: bigint | undefined;
  elr: bigint;
}

/** QEMU's names of asynchronous exceptions; any other is synchronous. */
const ASYNCHRONOUS: Readonly<Record<string, Taken['kind']>> = {
  IRQ: 'irq',
  FIQ: 'fiq',
  'SError/Async External Abort': 'serror',
  SERR: 'serror',
};

/** Exception classes (ESR_ELx.EC) by which the bench itself has code run: SVC gives the turn to who stands in for another CPU, and a software step comes before each instruction. */
const STEERING: readonly bigint[] = [0x15n, 0x33n];

/**
 * The exceptions that a guest took, in order, from a log of `-d int`, but for those by which the bench steers. Calls that QEMU answers as PSCI firmware reach
 * no vector of the guest's.
 */
export function exceptionsOf(log: string): Taken[] {
  return log
    .split(/^Taking exception /m)
    .slice(1)
    .filter((entry) => !entry.includes('handled as PSCI call'))
    .map((entry) => {
      const kind = ASYNCHRONOUS[/\[(.+?)\]/.exec(entry)?.[1] ?? ''] ?? 'sync';
      const esr = numberIn(entry, /with ESR 0x[0-9a-f]+\/(0x[0-9a-f]+)/);
      const elr = numberIn(entry, /with ELR (0x[0-9a-f]+)/);
      if (elr === undefined) throw new Error(`QEMU logged an exception without an ELR: ${entry}`);
      return { kind, esr: kind === 'sync' ? esr : undefined, elr };
    })
    .filter(({ esr }) => esr === undefined || !STEERING.includes(esr >> 26n));
}

/** The exceptions that the guest says it took (boot argument `sct.exceptions=1`, docs/console.md), in order. */
export function exceptionsSaid(serial: string): Taken[] {
  return [...serial.matchAll(/^ *# taken (.*?)\r?$/gm)].map(([line, words = '']) => {
    const [, kind, esr, elr] = /^kind=(sync|irq|fiq|serror) esr=(0x\w+) elr=(0x\w+)$/.exec(words) ?? [];
    if (!kind || !esr || !elr) throw new Error(`no exception can be read from: ${line}`);
    return { kind: kind as Taken['kind'], esr: kind === 'sync' ? BigInt(esr) : undefined, elr: BigInt(elr) };
  });
}

/** The addresses at which instructions began, in order, from a log of `-d exec,nochain` with one instruction a block. */
export function executedIn(log: string): bigint[] {
  return [...log.matchAll(/^Trace \d+: 0x\w+ \[\w+\/(\w+)\//gm)].map(([, pc]) => BigInt(`0x${pc}`));
}

function numberIn(text: string, pattern: RegExp): bigint | undefined {
  const [, digits] = pattern.exec(text) ?? [];
  return digits === undefined ? undefined : BigInt(digits);
}
