#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# The first process of the emulated arm64 host: Debian's kernel has its disks' driver as a module. All that it does is to find the root.
/bin/busybox mount -t devtmpfs devtmpfs /dev
for module in /modules/*.ko; do
	/bin/busybox insmod "$module"
done
# The disk comes when the driver has found it.
until [ -b /dev/vda ]; do
	/bin/busybox usleep 20000
done
/bin/busybox mount -t ext4 /dev/vda /root
exec /bin/busybox switch_root /root /sbin/host-init
