// SPDX-License-Identifier: GPL-2.0-only
// What a guest prints, and what it has in memory when it has powered off, and where it was: from QEMU, which no guest can make lie.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConsole } from './console-ring.ts';
import { connectQmp, type Qmp } from './qmp.ts';

/** Where `virt` has its RAM, and where it loads an Image whose header asks for no offset: hw/arm/boot.c moves such a one up by 2 MiB. */
const IMAGE_AT = 0x40200000n;

/** What is asked for. */
export interface Wanted {
  /** The image's first byte, as the guest addresses it. */
  base: bigint;
  /** Bytes from there. */
  bytes: number;
}

/** What QEMU says. */
export interface FinalMemory {
  /** The bytes where the image was loaded. */
  loaded: Uint8Array;
  /** The bytes at the guest's addresses, as CPU 0 translates them; undefined if it does not translate all of them. */
  mapped: Uint8Array | undefined;
  /** Where CPU 0 was; undefined if QEMU did not say. */
  pc: bigint | undefined;
}

/** Makes QEMU wait at the guest's end, with all that it has, and listen at `socket`. */
export function waitAtEnd(socket: string): string[] {
  return ['-action', 'shutdown=pause', '-qmp', `unix:${socket.replaceAll(',', ',,')},server=on,wait=off`];
}

/** Between two attempts to reach a QEMU that has just been started, ms. */
const RETRY = 20;

/**
 * Waits for the guest's end, whichever that is, asks for its memory, and has QEMU leave. Undefined if QEMU left before, or does not answer: `gone` says when
 * to give up. Never rejects.
 * @param folder where QEMU may write what it is asked for
 * @param onOutput gets what the guest prints until then, if QEMU keeps that in memory
 */
export async function readAtEnd(
  socket: string,
  folder: string,
  { base, bytes }: Wanted,
  onOutput: ((bytes: Buffer) => void) | undefined,
  gone: AbortSignal,
): Promise<FinalMemory | undefined> {
  try {
    using qmp = await connected(socket, gone);
    const guest = await ended(qmp);
    await (onOutput ? readConsole(qmp, guest, onOutput) : guest.end);
    const save = async (command: string, val: bigint, more: object) => {
      const file = join(folder, `${command}.bin`);
      try {
        await qmp.execute(command, {
          val: Number(BigInt.asIntN(64, val)),
          size: bytes,
          filename: file,
          ...more,
        });
        return readFileSync(file);
      } finally {
        rmSync(file, { force: true });
      }
    };
    try {
      const loaded = await save('pmemsave', IMAGE_AT, {});
      const mapped = await save('memsave', base, { 'cpu-index': 0 }).catch(() => undefined);
      const dump = await qmp.execute('human-monitor-command', {
        'command-line': 'info registers',
        'cpu-index': 0,
      });
      const pc = /\bPC=([0-9a-f]+)/.exec(`${dump}`)?.[1];
      return { loaded, mapped, pc: pc === undefined ? undefined : BigInt(`0x${pc}`) };
    } finally {
      await qmp.execute('quit').catch(() => {});
    }
  } catch {
    return undefined;
  }
}

/** The guest's end. It may have come before somebody listened for its event: a short boot on a busy host. */
async function ended(qmp: Qmp): Promise<{ end: Promise<void> }> {
  const end = qmp.event('SHUTDOWN');
  end.catch(() => {});
  const { status } = (await qmp.execute('query-status')) as { status?: string };
  return { end: status === 'shutdown' ? Promise.resolve() : end };
}

async function connected(socket: string, gone: AbortSignal): Promise<Qmp> {
  for (;;) {
    gone.throwIfAborted();
    try {
      return await connectQmp(socket, gone);
    } catch {
      await sleep(RETRY, undefined, { signal: gone });
    }
  }
}
