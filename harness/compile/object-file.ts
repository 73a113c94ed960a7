// SPDX-License-Identifier: GPL-2.0-only
// What an object defines, what it asks others for, and what its sections are called (ELF-64, little endian: System V gABI, chapter 4).

import { readFileSync } from 'node:fs';

/** As much of an ELF object as tells who needs whom. */
export interface ObjectFile {
  /** Names of symbols that others may use. */
  defines: string[];
  needs: string[];
  sections: string[];
}

const SHT_SYMTAB = 2;
const STB_LOCAL = 0;
const SHN_UNDEF = 0;

/** Reads the relocatable ELF file at `path`, as a compiler has left it. */
export function readObject(path: string): ObjectFile {
  const bytes = readFileSync(path);
  const [table, size] = [Number(bytes.readBigUInt64LE(40)), bytes.readUInt16LE(58)];
  // Where there are too many sections for these two fields, the first section's header has the numbers.
  const count = bytes.readUInt16LE(60) || Number(bytes.readBigUInt64LE(table + 32));
  const names = bytes.readUInt16LE(62) === 0xffff ? bytes.readUInt32LE(table + 40) : bytes.readUInt16LE(62);
  const sectionAt = (index: number) => {
    const at = table + index * size;
    return {
      name: bytes.readUInt32LE(at),
      type: bytes.readUInt32LE(at + 4),
      offset: Number(bytes.readBigUInt64LE(at + 24)),
      size: Number(bytes.readBigUInt64LE(at + 32)),
      link: bytes.readUInt32LE(at + 40),
    };
  };
  const textAt = (at: number) => bytes.toString('utf8', at, bytes.indexOf(0, at));
  const sections = Array.from({ length: count }, (_, index) => sectionAt(index));
  const nameTable = sections[names];
  const defines: string[] = [];
  const needs: string[] = [];
  for (const { type, offset, size: length, link } of sections) {
    const strings = sections[link];
    if (type !== SHT_SYMTAB || !strings) continue;
    for (let at = offset; at < offset + length; at += 24) {
      if (bytes.readUInt8(at + 4) >> 4 === STB_LOCAL) continue;
      const name = textAt(strings.offset + bytes.readUInt32LE(at));
      (bytes.readUInt16LE(at + 6) === SHN_UNDEF ? needs : defines).push(name);
    }
  }
  return {
    defines,
    needs,
    sections: nameTable ? sections.map(({ name }) => textAt(nameTable.offset + name)) : [],
  };
}
