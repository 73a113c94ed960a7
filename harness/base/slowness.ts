// SPDX-License-Identifier: GPL-2.0-only
// How slow this machine is, for limits that are to tell a tool that works from one that never ends.

import { Script } from 'node:vm';

/** What the work below takes at the most on an ordinary machine, ms of CPU time: 6 to 9 were seen on x86-64; 500 to 1300 where arm64 is emulated. */
const ORDINARY_MS = 20;
/** Beyond that nobody waits. */
const MOST = 60;

let known: number | undefined;

/**
 * By how much limits are to be longer here: 1 on an ordinary machine, more where it takes longer to do what compilers do, read and translate. In CPU
 * time, so a busy machine is not a slow one, unless it is emulated by one. Found out once, in some ms.
 */
export function slowness(): number {
  known ??= factorOf(timeOf(compileSome));
  return known;
}

/** The factor of a machine where the work takes so long, ms. */
export function factorOf(ms: number): number {
  return Math.min(MOST, Math.max(1, ms / ORDINARY_MS));
}

function timeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Functions in parentheses are compiled at once, and none is like another. */
function compileSome(): void {
  const functions = Array.from(
    { length: 500 },
    (_, nth) =>
      `(function f${nth}(a,b){let x=a*${nth}+b;for(let i=0;i<a;i++){if(x%${nth + 3}===i)x+=b;else x-=i}return [x,{a,b,k:'${nth}'}]})`,
  );
  new Script(functions.join(';\n'));
}
