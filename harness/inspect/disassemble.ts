// SPDX-License-Identifier: GPL-2.0-only
// llvm-objdump's word for what an instruction is.

import { InspectionFailed, toolOutput } from './tool-output.ts';

/** A word of code, as llvm-objdump reads it. */
export interface Instruction {
  address: bigint;
  /** The 32-bit encoding. */
  word: number;
  /** Data among code is `.word` and the like. */
  mnemonic: string;
  /** As printed, without `<symbol>` comments; `[x16, #0x128]` is one operand. */
  operands: string[];
}

/** Instructions of some sections of an ELF file, in order of address, whatever the types of their symbols. @throws InspectionFailed */
export async function disassembleSections(
  elf: string,
  sections: readonly string[],
  objdump: string,
): Promise<Instruction[]> {
  return disassemble(elf, ['--disassemble-all', ...sections.map((name) => `--section=${name}`)], objdump);
}

/** Instructions of one function. @throws InspectionFailed */
export async function disassembleFunction(
  elf: string,
  name: string,
  objdump: string,
): Promise<Instruction[]> {
  return disassemble(elf, ['--disassemble', `--disassemble-symbols=${name}`], objdump);
}

async function disassemble(elf: string, what: readonly string[], objdump: string): Promise<Instruction[]> {
  const text = await toolOutput(objdump, ['--disassemble-zeroes', '--print-imm-hex', ...what, elf]);
  return parseDisassembly(text);
}

/** `address: word`, or `address: bytes` for data; then the mnemonic and its operands. */
const LINE =
  /^\s*([0-9a-f]+):\s+((?:[0-9a-f]{2} ){1,3}[0-9a-f]{2}|[0-9a-f]{8}|[0-9a-f]{2})\s+(\S+)(?:\s+(.*))?$/;

/** Reads what `llvm-objdump --disassemble` printed. @throws InspectionFailed on a line that it cannot read. */
export function parseDisassembly(text: string): Instruction[] {
  return text
    .split('\n')
    .filter((line) => /^\s*[0-9a-f]+:\s/.test(line))
    .map((line) => {
      const [, address, code, mnemonic, rest = ''] = LINE.exec(line) ?? [];
      if (!address || !code || !mnemonic)
        throw new InspectionFailed(`llvm-objdump printed a line of an unknown shape: ${line}`);
      return { address: BigInt(`0x${address}`), word: wordOf(code), mnemonic, operands: operandsOf(rest) };
    });
}

/** An instruction is printed as a number, data as bytes in memory order. */
function wordOf(code: string): number {
  const bytes = code.split(' ');
  return Number.parseInt(bytes.length === 1 ? code : bytes.reverse().join(''), 16);
}

function operandsOf(text: string): string[] {
  const bare = text.replace(/\s*(<.*>|\/\/.*)\s*$/, '').trim();
  return bare === '' ? [] : bare.split(/,\s*(?![^[]*\])/);
}

/** An immediate or an address as objdump prints it: `#0x10`, `#-0x10`, `0xffff800080000000`. */
export function numberOf(operand: string): bigint | undefined {
  const [, sign, digits] = /^#?(-?)(0x[0-9a-f]+|\d+)$/.exec(operand) ?? [];
  if (!digits) return undefined;
  return sign ? -BigInt(digits) : BigInt(digits);
}
