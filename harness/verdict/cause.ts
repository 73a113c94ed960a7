// SPDX-License-Identifier: GPL-2.0-only
// Why a boot ended, in words.

import type { BootEnd } from '../machine/end.ts';

/** How a boot ended, in words that finish the sentence "never reported: …". */
export function causeOf(end: BootEnd): string {
  switch (end.kind) {
    case 'poweroff':
      return end.code === undefined
        ? 'the guest powered off early'
        : `the process ended early, with exit code ${end.code}`;
    case 'reset':
      return 'the guest reset';
    case 'exit':
      return `${whoIn(end)} exited with code ${end.code}${said(end.stderr)}`;
    case 'signal':
      return `${whoIn(end)} was killed by ${end.signal}${said(end.stderr)}`;
    case 'timeout':
      return `timed out after ${end.seconds} s ${end.idle ? 'without output' : 'in all'}`;
    case 'flood':
      return `stopped after ${end.bytes} bytes of output`;
    case 'stopped':
      return 'sct goes on in another boot';
    case 'log':
      return 'the log ends there';
    case 'interrupted':
      return `interrupted by ${end.signal}`;
  }
}

/** What else is known of how the boot ended, line by line. */
export function evidenceOf(end: BootEnd): string[] {
  if (end.kind === 'timeout') return end.diagnosis;
  if (end.kind === 'flood')
    return ['both ends of what was printed are in console-head.log and console-tail.log'];
  if (end.kind === 'exit' || end.kind === 'signal') {
    return linesOf(end.stderr).map((line) => `${end.process ? 'stderr' : 'QEMU'}: ${line}`);
  }
  return [];
}

function whoIn({ process: isProcess }: { process?: true }): string {
  return isProcess ? 'the process' : 'QEMU';
}

/** QEMU's complaint: its first line that is no mere warning. */
function said(stderr: string): string {
  const lines = linesOf(stderr);
  const line = lines.find((text) => !text.includes('warning:')) ?? lines[0];
  return line === undefined ? '' : `: ${line.trim()}`;
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}
