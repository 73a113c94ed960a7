// SPDX-License-Identifier: GPL-2.0-only
// Follows every way through a trampoline: where it ends, and what each register and the stack hold there.

import { type Instruction, numberOf } from './disassemble.ts';

/** What a register holds: what it held when the trampoline was called, its literal, an address or number that the code alone says, or who knows what. */
export type Value =
  | { is: 'entry'; register: string }
  | { is: 'literal' }
  | { is: 'known'; value: bigint }
  | { is: 'signed'; register: string }
  | { is: 'unknown' };

/** One way through it, to where it leaves. */
export interface Way {
  /** The index of the instruction that leaves; the number of instructions if it runs on behind the last. */
  end: number;
  /** The instructions of the way, by index, `end` among them. */
  passed: readonly number[];
  /** Where it goes: what a BR's register holds, the address of a B, x30 of a RET. */
  to: Value;
  /** The registers that do not hold what they held, but for those that nobody asks of (x16, x17, flags). By name, as x or sp. */
  changed: readonly string[];
  /** Whether it is taken for a literal of NULL alone. */
  forNull: boolean;
}

/** What is found of all ways; `strange` are the instructions, by index, that it does not know, so that what follows is not known either. */
export interface Followed {
  ways: readonly Way[];
  strange: readonly number[];
  /** Stores that are none of a frame of its own: by index. */
  stores: readonly number[];
}

interface State {
  at: number;
  passed: number[];
  registers: Map<string, Value>;
  /** How far sp is below where it was. */
  depth: number;
  /** What it has stored, by the distance below where sp was. */
  frame: Map<number, Value>;
  /** Which register the flags were set by, against 0. */
  flags: string | undefined;
  forNull: boolean;
}

/** A trampoline has fewer ways, and none with a loop. */
const MOST_WAYS = 16;
/** What a call may change: the registers of a veneer (AAPCS64, 6.1.1), and the flags. */
const VENEER: readonly string[] = ['x16', 'x17'];
const UNKNOWN: Value = { is: 'unknown' };
/** They change no register: pads, hints, barriers. */
const NOTHING = /^(?:nop|bti|hint|csdb|esb|dsb|dmb|isb|sb|psb|tsb|yield|prfm)$/;

/** The whole name of a register: `w0` and `x0` are one. Undefined for what is none that this follows. */
function whole(name: string): string | undefined {
  if (/^[xw](?:\d|[12]\d|30)$/.test(name)) return `x${name.slice(1)}`;
  return name === 'sp' || name === 'xzr' || name === 'wzr' ? name.replace('wzr', 'xzr') : undefined;
}

/**
 * Follows `body` from its first instruction.
 * @param literal the instruction that loads the literal, by index, and the register that it loads
 */
export function follow(
  body: readonly Instruction[],
  literal: { index: number; register: string } | undefined,
): Followed {
  const ways: Way[] = [];
  const strange = new Set<number>();
  const stores = new Set<number>();
  const todo: State[] = [
    { at: 0, passed: [], registers: new Map(), depth: 0, frame: new Map(), flags: undefined, forNull: false },
  ];
  for (let state = todo.pop(); state && ways.length < MOST_WAYS; state = todo.pop())
    walk(state, { body, literal, ways, strange, stores, todo });
  const inOrder = (set: Set<number>) => [...set].sort((a, b) => a - b);
  return { ways, strange: inOrder(strange), stores: inOrder(stores) };
}

interface Walk {
  body: readonly Instruction[];
  literal: { index: number; register: string } | undefined;
  ways: Way[];
  strange: Set<number>;
  stores: Set<number>;
  todo: State[];
}

/** One way to its end; each branch that may be taken or not is another one to follow. */
function walk(state: State, { body, literal, ways, strange, stores, todo }: Walk): void {
  for (;;) {
    const at = body[state.at];
    const leave = (to: Value) =>
      ways.push({
        end: state.at,
        passed: state.passed,
        to,
        changed: changedIn(state),
        forNull: state.forNull,
      });
    // Behind its last instruction, or in a loop.
    if (!at || state.passed.includes(state.at)) return void leave(UNKNOWN);
    state.passed = [...state.passed, state.at];
    const { mnemonic, operands } = at;
    const [first = '', second = ''] = operands;
    if (mnemonic === 'br') return void leave(heldIn(state, first));
    if (/^(?:ret|retaa|retab)$/.test(mnemonic)) return void leave(heldIn(state, first || 'x30'));
    if (mnemonic === 'b') {
      const to = indexAt(body, first);
      if (to === undefined) return void leave({ is: 'known', value: numberOf(first) ?? 0n });
      state.at = to;
      continue;
    }
    const branch = branchOf(mnemonic, operands, state);
    if (branch) {
      const to = indexAt(body, branch.target);
      if (to === undefined) strange.add(state.at);
      else
        todo.push({
          ...state,
          at: to,
          registers: new Map(state.registers),
          frame: new Map(state.frame),
          forNull: state.forNull || branch.takenFor === 'null',
        });
      state.forNull ||= branch.takenFor === 'target';
      state.at += 1;
      continue;
    }
    if (literal?.index === state.at) {
      for (const name of /^ldn?p$/.test(mnemonic) ? [first, second] : [first]) set(state, name, UNKNOWN);
      set(state, literal.register, { is: 'literal' });
    } else if (!step(at, state, stores)) {
      strange.add(state.at);
      set(state, first, UNKNOWN);
    }
    state.at += 1;
  }
}

const indexAt = (body: readonly Instruction[], operand: string): number | undefined => {
  const address = numberOf(operand);
  const index = body.findIndex((one) => one.address === address);
  return index < 0 ? undefined : index;
};

function heldIn(state: State, name: string): Value {
  const register = whole(name);
  if (register === 'xzr') return { is: 'known', value: 0n };
  if (register === undefined) return UNKNOWN;
  return state.registers.get(register) ?? { is: 'entry', register };
}

function set(state: State, name: string, value: Value): void {
  const register = whole(name);
  if (register === undefined || register === 'xzr') return;
  state.registers.set(register, value);
}

function changedIn(state: State): string[] {
  const changed = [...state.registers]
    .filter(([name, value]) => !VENEER.includes(name) && !(value.is === 'entry' && value.register === name))
    // What a call of NULL may be given.
    .filter(
      ([name, value]) => !(state.forNull && name === 'x0' && value.is === 'known' && value.value === 0n),
    )
    .map(([name]) => name);
  return state.depth === 0 ? changed : [...changed, 'sp'];
}

/** A branch that may be taken or not, and whether one of both is the way of a literal of NULL. */
function branchOf(
  mnemonic: string,
  [first = '', second = '', third = '']: readonly string[],
  state: State,
): { target: string; takenFor?: 'null' | 'target' } | undefined {
  const isLiteral = (name: string) => heldIn(state, name).is === 'literal';
  if (/^cbn?z$/.test(mnemonic))
    return { target: second, ...(isLiteral(first) && { takenFor: mnemonic === 'cbz' ? 'null' : 'target' }) };
  // Every kernel address has its top bit set.
  if (/^tbn?z$/.test(mnemonic)) {
    const top = numberOf(second) === 63n && isLiteral(first);
    return { target: third, ...(top && { takenFor: mnemonic === 'tbz' ? 'null' : 'target' }) };
  }
  const condition = /^b\.(\w+)$/.exec(mnemonic)?.[1];
  if (condition === undefined) return undefined;
  const known = state.flags !== undefined && isLiteral(state.flags);
  if (known && condition === 'eq') return { target: first, takenFor: 'null' };
  if (known && condition === 'ne') return { target: first, takenFor: 'target' };
  return { target: first };
}

/** What one instruction does to a state. False if it is not known. */
function step({ mnemonic, operands }: Instruction, state: State, stores: Set<number>): boolean {
  const [first = '', second = '', third = '', fourth = ''] = operands;
  if (NOTHING.test(mnemonic)) return true;
  if (/^paci[ab]sp$/.test(mnemonic)) return sign(state);
  if (/^auti[ab]sp$/.test(mnemonic)) return authenticate(state);
  if (/^(?:cmp|cmn|tst|ccmp)$/.test(mnemonic)) {
    const against = heldIn(state, second);
    const zero = numberOf(second) === 0n || (against.is === 'known' && against.value === 0n);
    const same = mnemonic === 'tst' && whole(first) === whole(second);
    state.flags = (mnemonic === 'cmp' && zero) || same ? first : undefined;
    return true;
  }
  if (mnemonic === 'adr' || mnemonic === 'adrp') {
    const value = numberOf(second);
    set(state, first, value === undefined ? UNKNOWN : { is: 'known', value });
    return value !== undefined;
  }
  if ((mnemonic === 'add' || mnemonic === 'sub') && (first === 'sp' || second === 'sp'))
    return moveStack(mnemonic, [first, second, third], state);
  if (mnemonic === 'add') {
    const [base, more] = [heldIn(state, second), numberOf(third)];
    const sum = base.is === 'known' && more !== undefined && fourth === '';
    set(state, first, sum ? { is: 'known', value: base.value + more } : UNKNOWN);
    return true;
  }
  if (/^mov[znk]?$/.test(mnemonic)) {
    const number = mnemonic === 'movk' ? undefined : numberOf(second);
    if (second === 'sp') set(state, first, UNKNOWN);
    else if (first === 'sp') return false;
    else if (number !== undefined) set(state, first, { is: 'known', value: number });
    else set(state, first, mnemonic === 'mov' && !first.startsWith('w') ? heldIn(state, second) : UNKNOWN);
    if (first.startsWith('w') && (second === 'wzr' || second === 'xzr'))
      set(state, first, { is: 'known', value: 0n });
    return true;
  }
  if (mnemonic === 'csel') {
    const [one, other] = [heldIn(state, second), heldIn(state, third)];
    const ofLiteral = state.flags !== undefined && heldIn(state, state.flags).is === 'literal';
    // A literal of NULL is replaced, and any other one is taken.
    const chosen = fourth === 'eq' ? [other, one] : fourth === 'ne' ? [one, other] : [];
    const fits = ofLiteral && chosen[0]?.is === 'literal' && chosen[1]?.is === 'known';
    set(state, first, fits ? { is: 'literal' } : UNKNOWN);
    return true;
  }
  if (/^st[pr]$/.test(mnemonic)) return push(mnemonic, operands, state, stores);
  if (/^ld[pr]$/.test(mnemonic) && /\[sp\b/.test(operands.join(' '))) return pop(mnemonic, operands, state);
  return false;
}

function sign(state: State): boolean {
  const held = heldIn(state, 'x30');
  if (held.is !== 'entry' || held.register !== 'x30' || state.depth !== 0) return false;
  set(state, 'x30', { is: 'signed', register: 'x30' });
  return true;
}

/** With the same sp; with another one it is not the return address any more. */
function authenticate(state: State): boolean {
  const held = heldIn(state, 'x30');
  if (held.is !== 'signed' || state.depth !== 0) return false;
  set(state, 'x30', { is: 'entry', register: held.register });
  return true;
}

function moveStack(mnemonic: string, [to, from, by]: readonly string[], state: State): boolean {
  const bytes = numberOf(by ?? '');
  if (to !== 'sp') {
    // A frame pointer, perhaps.
    set(state, to ?? '', UNKNOWN);
    return true;
  }
  if (from !== 'sp' || bytes === undefined) return false;
  state.depth += Number(mnemonic === 'sub' ? bytes : -bytes);
  return state.depth >= 0;
}

/** `[sp, #-0x10]!`, `[sp], #0x10`, `[sp, #0x8]`: where it is below where sp was, and sp moved. Undefined if it is nothing of these. */
function stackAddress(operands: readonly string[], state: State): number | undefined {
  const text = operands.join(', ');
  const before = /\[sp, (#[^\]]+)\]!$/.exec(text)?.[1];
  if (before !== undefined) {
    state.depth -= Number(numberOf(before) ?? 0n);
    return state.depth;
  }
  const behind = /\[sp\], (#\S+)$/.exec(text)?.[1];
  if (behind !== undefined) {
    const at = state.depth;
    state.depth -= Number(numberOf(behind) ?? 0n);
    return at;
  }
  const [, offset = '#0'] = /\[sp(?:, (#[^\]]+))?\]$/.exec(text) ?? [];
  return /\[sp(?:, #[^\]]+)?\]$/.test(text) ? state.depth - Number(numberOf(offset) ?? 0n) : undefined;
}

/** A store to a frame of its own: below where sp was, and not below where it is, where an interrupt would overwrite it. */
function push(mnemonic: string, operands: readonly string[], state: State, stores: Set<number>): boolean {
  const index = state.passed.at(-1) ?? 0;
  const at = stackAddress(operands, state);
  const names = operands.slice(0, mnemonic === 'stp' ? 2 : 1);
  const inFrame = names.every((name, slot) => {
    const place = (at ?? 0) - slot * 8;
    if (at === undefined || place < 8 || place > state.depth || !name.startsWith('x')) return false;
    state.frame.set(place, heldIn(state, name));
    return true;
  });
  if (!inFrame) stores.add(index);
  return true;
}

function pop(mnemonic: string, operands: readonly string[], state: State): boolean {
  const at = stackAddress(operands, state);
  const names = operands.slice(0, mnemonic === 'ldp' ? 2 : 1);
  const values = names.map((_, slot) => (at === undefined ? undefined : state.frame.get(at - slot * 8)));
  for (const [slot, name] of names.entries()) set(state, name, values[slot] ?? UNKNOWN);
  // What it has not stored is its caller's.
  return values.every((value) => value !== undefined);
}
