// SPDX-License-Identifier: GPL-2.0-only
// Whether a guest can run on this machine's own CPU, under KVM, and what keeps it from that.

import type { HostView } from './host.ts';

/** Node's name for the one architecture that runs our guests. */
const ARCH = 'arm64';

/** Why KVM cannot be had on such a host, and what mends it; undefined if it can. */
export function whyNoKvm({ arch, kvm }: Pick<HostView, 'arch' | 'kvm'>): string | undefined {
  if (arch !== ARCH) return `KVM needs an arm64 host, and this one is ${arch}`;
  if (kvm.usable) return undefined;
  const { code, group } = kvm;
  switch (code) {
    case 'ENOENT':
      return 'there is no /dev/kvm: the kernel has no KVM, or did not start at EL2, as in most virtual machines';
    case 'EACCES':
      return `no permission to open /dev/kvm. To mend it: ${
        // Whoever is in the group root may more than this.
        group === null || group === 'root'
          ? 'sudo chmod o+rw /dev/kvm'
          : `sudo usermod --append --groups ${group} "$(id -un)", and log in again`
      }`;
    case 'EPERM':
      return 'this container may not open /dev/kvm. To mend it: start it with --device /dev/kvm';
    default:
      return `/dev/kvm cannot be opened (${code})`;
  }
}
