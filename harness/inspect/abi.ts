// SPDX-License-Identifier: GPL-2.0-only
// Suite `abi`: what a trampoline must be, whatever it does when it runs. Judged on the host, once per image.

import type { PlannedCase } from '../base/plan.ts';
import { ABI_SUITE } from '../base/plan.ts';
import type { CaseResult } from '../base/verdict.ts';
import { type Instruction, numberOf } from './disassemble.ts';
import { type Followed, follow } from './follow.ts';
import { leavesUnloaded, type Trampoline } from './trampoline.ts';

interface AbiCase {
  name: string;
  /** Why it exists, for docs/cases.md. */
  why: string;
  /** What is wrong with a trampoline, with the numbers that show it; nothing if it is right. */
  complaint(trampoline: Trampoline): string | undefined;
  /** What a trampoline must have for this to be judged; a design without it is skipped, not failed. */
  needs?: { what: string; has(trampoline: Trampoline): boolean };
}

const hex = (value: bigint | number): string => `0x${value.toString(16)}`;

const LITERAL = { what: 'a literal', has: ({ literal }: Trampoline) => literal !== undefined };
const LITERAL_OR_BRANCH = {
  what: 'a literal, or a branch through a register',
  has: ({ literal, body }: Trampoline) =>
    literal !== undefined || body.some(({ mnemonic }) => mnemonic === 'br'),
};
const ADRP = { what: 'an ADRP', has: ({ body }: Trampoline) => body.some(isAdrp) };

const CASES: readonly AbiCase[] = [
  {
    name: 'global_function_symbol',
    why: 'Other files and modules call it by name, and the linker and the unwinder must know that it is code.',
    complaint: ({ symbol: { binding, type } }) =>
      (binding === 'Global' || binding === 'Hidden') && type === 'Function'
        ? undefined
        : `expected a Global symbol of type Function, got ${binding}, ${type}`,
  },

  {
    name: 'true_size',
    why: 'Backtraces and kallsyms name code by symbol and size: code beyond the size has no name, and a size beyond the code names what is not there.',
    complaint: ({ symbol: { size }, body, room }) => {
      const length = BigInt(body.length * 4);
      // Padding may belong to it or not, but what comes behind it does not.
      if (size < length || size > room)
        return `its symbol says ${size} bytes, its instructions take ${length}${size > room ? `, and something else begins after ${room}` : ''}`;
      return runsPast(body, room);
    },
  },

  {
    name: 'ends_in_its_target',
    why: 'Whatever else it does, it ends in a branch through the register that its own literal was loaded into, and only padding lies behind: a branch elsewhere goes where no update can send it.',
    needs: LITERAL_OR_BRANCH,
    complaint: (trampoline) => {
      const { body } = trampoline;
      const end = endOf(trampoline);
      return endsInItsTarget(trampoline)
        ? undefined
        : `expected it to end in ${ENDINGS.map(({ what }) => what).join(', or in ')}; it ends in ${body
            .slice(Math.max(0, end - 1), end + 1)
            .map(shown)
            .join('; ')}`;
    },
  },

  {
    name: 'section',
    why: "The kernel's linker script and module loader find trampolines by their section, and map it by its flags: code is not writable.",
    complaint: ({ symbol: { section } }) => {
      if (section?.name !== SECTION) return `expected it in ${SECTION}, got ${section?.name ?? 'no section'}`;
      return section.write || !section.exec
        ? `expected ${SECTION} to be read and executed alone, got ${flagsOf(section)}`
        : undefined;
    },
  },

  {
    name: 'aligned',
    why: 'What the next link may do, not where this one happened to place it: the section may begin at any multiple of its alignment.',
    complaint: ({ symbol: { section }, offset }) => {
      const bits = offset | (section?.align ?? 1n);
      const sure = bits & -bits;
      return sure >= 8n
        ? undefined
        : `aligned to ${sure} (offset ${hex(offset)} in a section aligned to ${section?.align ?? 1n}), expected 8 or more`;
    },
  },

  {
    name: 'landing_pad',
    why: 'Under BTI an indirect call of the trampoline, or a branch to it from a veneer, traps on anything else.',
    complaint: (trampoline) => {
      const [first] = trampoline.body;
      const signs = first && SIGNING_PADS.includes(first.word) && leavesAllAsItWas(trampoline);
      return signs || (first && CALL_PADS.includes(first.word))
        ? undefined
        : `expected it to begin with bti c or bti jc, got ${shown(first)}`;
    },
  },

  {
    name: 'registers',
    why: "A caller's compiler knows of no code between it and the target: every other register may hold an argument or a live value, and only x16 and x17 may change in a call. Nor may anything be stored: the caller's stack is not the trampoline's, but for a frame of its own that is gone when it leaves.",
    complaint: (trampoline) => {
      const { body } = trampoline;
      const tail = tailOfNull(trampoline);
      const wrong = body.filter(
        (at, index) =>
          !(index >= tail && ZERO.test(shown(at))) &&
          (STORES.test(at.mnemonic) || registersOf(at).some((name) => !FREE.includes(name))),
      );
      return wrong.length === 0 || leavesAllAsItWas(trampoline)
        ? undefined
        : `uses more than x16 and x17, or stores: ${wrong.map(shown).join('; ')}`;
    },
  },

  {
    name: 'literal_aligned',
    why: 'The literal changes by one 8-byte store while others load it: only if it is aligned is that store never seen in halves.',
    needs: LITERAL,
    complaint: ({ literal }) =>
      literal && literal.address % 8n !== 0n
        ? `its literal at ${hex(literal.address)} is not aligned to 8`
        : undefined,
  },

  {
    name: 'literal_read_only',
    why: 'A writable branch target is what an attacker looks for; an executable one would be data that can be run.',
    needs: LITERAL,
    complaint: ({ literal }) => {
      const { section, key } = literal ?? {};
      const gone = section && /^\.(?:init|exit)\b/.test(section.name);
      if (gone)
        return `its literal at ${hex(literal?.address ?? 0n)} is in ${section.name}, which is freed when the boot is over`;
      const readOnly = section && (!section.write || section.name.startsWith(READ_ONLY_AFTER_INIT));
      if (readOnly && section.alloc && !section.exec) return undefined;
      const kind = section ? `${section.name} (${flagsOf(section)})` : 'no section';
      const whose = key === undefined ? '' : `, and is the beginning of ${key}`;
      return `its literal at ${hex(literal?.address ?? 0n)} is in ${kind}${whose}, expected one that is neither writable nor executable`;
    },
  },

  {
    name: 'adrp_not_at_page_end',
    why: "With the workaround for Cortex-A53 erratum 843419 active, the kernel's module loader rewrites any ADRP in the last two words of a 4 KiB page to an ADR or a branch; the transform then decodes something that is no ADRP, and BUGs. So an ADRP must not be able to get there: its offset is the same in every link modulo the section's alignment, and nothing else is certain.",
    needs: ADRP,
    complaint: ({ symbol: { section, address }, offset, body }) => {
      const align = section?.align ?? 1n;
      const modulus = align < PAGE ? align : PAGE;
      for (const at of body.filter(isAdrp)) {
        const place = offset + at.address - address;
        const ends = PAGE_ENDS.filter((end) => (place - end) % modulus === 0n);
        if (ends.length > 0)
          return `its ADRP (offset ${hex(place)} in a section aligned to ${align}) can land at page offset ${ends.map(hex).join(' and ')}`;
      }
      return undefined;
    },
  },
];

/** What may lie behind a trampoline's last instruction: padding, a literal, and what the kernel puts there against straight-line speculation. */
const FILLERS: readonly string[] = ['nop', 'udf', 'brk', 'dsb', 'isb', 'sb', 'hint', 'csdb', '.word'];

/** How the designs that sct knows end, `end` being the index of the last instruction. */
const ENDINGS: readonly { what: string; fits(trampoline: Trampoline, end: number): boolean }[] = [
  { what: 'a branch to what its literal holds', fits: branchesToLiteral },
  {
    what: 'one that a NULL literal jumps over to a ret',
    fits: (trampoline, end) => {
      const tail = tailOfNull(trampoline);
      return trampoline.body[end]?.mnemonic === 'ret' && branchesToLiteral(trampoline, tail - 1);
    },
  },
  {
    what: 'one with a stub for NULL behind it (bti c; ret)',
    fits: (trampoline, end) => {
      const [pad, ret] = trampoline.body.slice(Math.max(0, end - 1), end + 1);
      return (
        ret?.mnemonic === 'ret' &&
        pad !== undefined &&
        CALL_PADS.includes(pad.word) &&
        branchesToLiteral(trampoline, end - 2)
      );
    },
  },
  {
    what: 'several such, of which each way takes one',
    fits: (trampoline) => {
      const { ways, strange } = followed(trampoline);
      const passed = new Set(ways.flatMap((way) => way.passed));
      const idle = trampoline.body.some((at, index) => !passed.has(index) && !FILLERS.includes(at.mnemonic));
      if (idle) return false;
      const leads = ways.some(({ to }) => to.is === 'literal');
      const returns = ({ forNull, changed, to }: (typeof ways)[number]) =>
        forNull && changed.length === 0 && to.is === 'entry' && to.register === 'x30';
      return strange.length === 0 && leads && ways.every((way) => way.to.is === 'literal' || returns(way));
    },
  },
  {
    what: 'one that nothing leads to until an update has written what sets its register',
    fits: (trampoline, end) =>
      !trampoline.literal && trampoline.body[end]?.mnemonic === 'br' && leavesUnloaded(trampoline),
  },
];

/** What a call of NULL may be given: the result 0, as x0 or w0. */
const ZERO = /^mov [xw]0, (?:#0x0|#0|[xw]zr)$|^mov[zn]? [xw]0, #0x0$/;

/** Where what a NULL literal jumps to begins, if there is nothing but a `ret` there, a result of 0 before it perhaps; else the end of it all. */
function tailOfNull(trampoline: Trampoline): number {
  const { body, literal } = trampoline;
  const end = endOf(trampoline);
  const to = body.flatMap(({ mnemonic, operands: [register, target = ''] }, index) =>
    mnemonic === 'cbz' && literal && index > literal.index && register === literal.register
      ? [numberOf(target)]
      : [],
  )[0];
  const tail = body.findIndex(({ address }) => address === to);
  const plain = body.slice(tail, end).every((at) => ZERO.test(shown(at)));
  return tail > 0 && tail <= end && plain ? tail : body.length;
}

/** Whether it ends in a branch to what its own literal holds, whatever else it does. */
export function endsInItsTarget(trampoline: Trampoline): boolean {
  return ENDINGS.some(({ fits }) => fits(trampoline, endOf(trampoline)));
}

const FOLLOWED = new WeakMap<Trampoline, Followed>();

/** All ways through it, looked for once. */
function followed(trampoline: Trampoline): Followed {
  const known = FOLLOWED.get(trampoline);
  if (known) return known;
  const found = follow(trampoline.body, trampoline.literal);
  FOLLOWED.set(trampoline, found);
  return found;
}

/** Whether whatever it uses meanwhile is as it was, wherever it leaves: a frame of its own, a return address that it signs. */
function leavesAllAsItWas(trampoline: Trampoline): boolean {
  const { ways, strange, stores } = followed(trampoline);
  return (
    strange.length === 0 &&
    stores.length === 0 &&
    ways.length > 0 &&
    ways.every(({ end, changed }) => end < trampoline.body.length && changed.length === 0)
  );
}

/** Its last instruction but for what may lie behind. */
function endOf({ body }: Trampoline): number {
  return body.findLastIndex(({ mnemonic }) => !FILLERS.includes(mnemonic));
}

/** Whether the instruction at `end` branches through a register that holds the literal, copies of it too. */
function branchesToLiteral({ body, literal }: Trampoline, end: number): boolean {
  const last = body[end];
  if (!literal || last?.mnemonic !== 'br') return false;
  const holding = new Set([literal.register]);
  for (const { mnemonic, operands } of body.slice(literal.index + 1, end)) {
    const [to = '', from = ''] = operands;
    if (mnemonic === 'mov' && holding.has(from)) holding.add(to);
    // Tests, branches and stores name it, and leave it as it is.
    else if (!/^(?:cbn?z|tbn?z|cmp|tst|br)$/.test(mnemonic) && !STORES.test(mnemonic))
      holding.delete(to.replace(/^w/, 'x'));
  }
  return holding.has(last.operands[0] ?? '');
}

const SECTION = '.static_call.text';
/** What Linux maps read-only before any update that counts, though its flags say that it may be written. */
const READ_ONLY_AFTER_INIT = '.data..ro_after_init';
const FLOW_ENDS: readonly string[] = ['br', 'b', 'ret', 'retaa', 'retab'];
/** `bti c` and `bti jc`, the hints 34 and 38. */
const CALL_PADS: readonly number[] = [0xd503245f, 0xd50324df];
/** `paciasp` and `pacibsp`, which are one as well (Arm ARM, D8.4.3), for who authenticates before it leaves. */
const SIGNING_PADS: readonly number[] = [0xd503233f, 0xd503237f];
/** Branches to an address that they name. */
const BRANCH = /^(?:b|b\..*|[ct]bn?z)$/;
const PAGE = 4096n;
const PAGE_ENDS: readonly bigint[] = [0xff8n, 0xffcn];
/** The registers that a veneer may change, and the zero registers. */
const FREE: readonly string[] = ['x16', 'x17', 'w16', 'w17', 'xzr', 'wzr'];
/** Stores, and the atomics that load and store. */
const STORES = /^(st|swp|cas|ld(add|clr|eor|set|[su]max|[su]min)|dc$)/;
/** Registers that an instruction uses without naming them. */
const IMPLICIT: Readonly<Record<string, readonly string[]>> = {
  bl: ['x30'],
  blr: ['x30'],
  paciasp: ['x30', 'sp'],
  pacibsp: ['x30', 'sp'],
  autiasp: ['x30', 'sp'],
  autibsp: ['x30', 'sp'],
  retaa: ['sp'],
  retab: ['sp'],
};

function registersOf({ mnemonic, operands }: Instruction): readonly string[] {
  const named = operands.join(' ').match(/\b(?:[xwvqdshb]\d+|w?sp|[xw]zr)\b/g) ?? [];
  return [...named, ...(IMPLICIT[mnemonic] ?? [])];
}

/** How execution gets past the last branch that it cannot come back from, if it does. Behind that are barriers alone. */
function runsPast(body: readonly Instruction[], room: bigint): string | undefined {
  const end = body.findLastIndex(({ mnemonic }) => FLOW_ENDS.includes(mnemonic));
  const behind = body.slice(end + 1).find(({ mnemonic }) => !FILLERS.includes(mnemonic));
  if (end < 0 || behind) return `execution runs past its end, after ${shown(body.at(-1))}`;
  const [first = 0n, last = 0n] = [body[0]?.address, body[end]?.address];
  const leap = body.find(({ mnemonic, operands }) => {
    const target = BRANCH.test(mnemonic) ? numberOf(operands.at(-1) ?? '') : undefined;
    return target !== undefined && target > last && target < first + room;
  });
  return leap && `execution runs past its end, by ${shown(leap)}`;
}

function isAdrp({ mnemonic }: Instruction): boolean {
  return mnemonic === 'adrp';
}

function shown(at: Instruction | undefined): string {
  return at ? `${at.mnemonic} ${at.operands.join(', ')}`.trim() : 'no instruction';
}

function flagsOf({ write, exec }: { write: boolean; exec: boolean }): string {
  return ['read', ...(write ? ['write'] : []), ...(exec ? ['execute'] : [])].join(', ');
}

/** Said of a subject that has none by design. */
export const NO_TRAMPOLINE = 'no trampoline: each call loads its target from the key, and calls it';

/** Why each case exists, by name. */
export function abiReasons(): ReadonlyMap<string, string> {
  return new Map(CASES.map(({ name, why }) => [name, why]));
}

/** What the `host` cell of a subject must report. */
export function abiPlan(): PlannedCase[] {
  return CASES.map(({ name }) => ({ suite: ABI_SUITE, case: name }));
}

/**
 * Judges the trampolines of one image, one result a case, in the order of `abiPlan`. Known defects of the subject are not considered here.
 * An image without trampolines has nothing to judge, and that is an error, unless `none`: it is meant to have none.
 */
export function judgeAbi(trampolines: readonly Trampoline[], none = false): CaseResult[] {
  return CASES.map((abiCase) => ({
    suite: ABI_SUITE,
    case: abiCase.name,
    metrics: [],
    ...judgeCase(abiCase, trampolines, none),
  }));
}

function judgeCase(
  { complaint, needs }: AbiCase,
  trampolines: readonly Trampoline[],
  none: boolean,
): Pick<CaseResult, 'verdict' | 'reason' | 'details'> {
  if (trampolines.length === 0 && none) return { verdict: 'skip', reason: NO_TRAMPOLINE, details: [] };
  if (trampolines.length === 0)
    return { verdict: 'error', reason: 'nothing to judge: the image has no trampoline', details: [] };
  const judged = trampolines.filter((trampoline) => needs?.has(trampoline) ?? true);
  if (judged.length === 0)
    return { verdict: 'skip', reason: `no trampoline has ${needs?.what}`, details: [] };
  const details = judged.flatMap((trampoline) => {
    const wrong = complaint(trampoline);
    return wrong === undefined ? [] : [`${trampoline.symbol.name}: ${wrong}`];
  });
  const [first] = details;
  if (first === undefined) return { verdict: 'pass', reason: '', details };
  const others = details.length > 1 ? ` (and ${details.length - 1} more of ${judged.length})` : '';
  return { verdict: 'fail', reason: first + others, details };
}
