// SPDX-License-Identifier: GPL-2.0-only
// Names for what a fault line says in numbers, so that a reader need not open the Arm ARM.

/** ESR_ELx.EC, bits 31:26 (Arm ARM, D24.2, "Exception Class"); the classes that code under test can raise at EL1. */
const EXCEPTION_CLASSES: Readonly<Record<number, string>> = {
  0: 'undefined instruction',
  7: 'FP or SIMD access trapped',
  13: 'Branch Target exception',
  14: 'illegal execution state',
  21: 'SVC',
  24: 'system register access trapped',
  28: 'pointer authentication failure',
  33: 'instruction abort',
  34: 'PC alignment fault',
  37: 'data abort',
  38: 'SP alignment fault',
  47: 'SError',
  60: 'BRK',
};

const BRANCH_TARGET = 0x0d;
/** The classes for which FAR_EL1 says which address. */
const ABORTS: readonly number[] = [0x21, 0x22, 0x25];

/** What the guest says of the memory that a fault is about (guest/runtime/mm/init.c). */
const MEMORY: Readonly<Record<string, string>> = {
  init: ' in init memory, which is freed when the boot is over',
  ro_after_init: ' in __ro_after_init data, which is read-only when the boot is over',
};

/** What the Arm ARM calls an exception class. */
export function className(code: number): string {
  return EXCEPTION_CLASSES[code] ?? `exception of class 0x${code.toString(16)}`;
}

/** One sentence for a `# fault` line's fields: `Branch Target exception with BTYPE 2 (esr=0x36000002, elr=0x…)`. */
export function describeFault(fields: Readonly<Record<string, string>>): string {
  const where = `elr=${fields.elr ?? 'unknown'}`;
  if (fields.kind === 'watchdog') return `hung, and the watchdog ended it (${where})`;
  const esr = Number(fields.esr ?? Number.NaN);
  if (!Number.isInteger(esr)) return `unexpected exception (${where})`;
  // What kCFI has refused: the guest says of which call (guest/runtime/lib/cfi.c).
  if (fields.target !== undefined)
    return `CFI failure at ${where}, target=${fields.target}, expected type ${fields.type} (esr=${fields.esr})`;
  const code = Math.floor(esr / 2 ** 26) % 64;
  const btype = code === BRANCH_TARGET ? ` with BTYPE ${esr % 4}` : '';
  const far = ABORTS.includes(code) && fields.far ? `, far=${fields.far}` : '';
  const memory = MEMORY[fields.memory ?? ''] ?? '';
  return `unexpected ${className(code)}${btype} (esr=${fields.esr}, ${where}${far})${memory}`;
}

/** A `# fault` line as it was printed. */
export function faultLine(fields: Readonly<Record<string, string>>): string {
  const words = Object.entries(fields).map(([key, value]) => `${key}=${value}`);
  return ['fault', ...words].join(' ');
}
