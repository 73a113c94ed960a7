#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The first process of the emulated arm64 host's own system: does the jobs on the second disk, one after the other, says what each came to,
# and turns the machine off. No service runs beside them.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root USER=root LANG=C.UTF-8 TERM=dumb
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/shm /dev/pts
mount -t tmpfs tmpfs /dev/shm
mount -t tmpfs -o mode=1777 tmpfs /tmp
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /run
mount -o remount,rw /
ln -sf /proc/self/fd /dev/fd
exec </dev/null >/dev/ttyAMA0 2>&1
stty -F /dev/ttyAMA0 -onlcr
ldconfig
busybox ip link set lo up
# The addresses of QEMU's user network.
if [ -d /sys/class/net/eth0 ]; then
	busybox ip address add 10.0.2.15/24 dev eth0
	busybox ip link set eth0 up
	busybox ip route add default via 10.0.2.2
fi
mkdir -p /work
mount -t ext4 /dev/vdb /work
cd /work/sct || exit 1
if [ -b /dev/vdc ]; then
	mkdir -p .cache
	mount -t ext4 /dev/vdc .cache
fi

# What this machine is, for who reads the log.
echo "host: $(uname -srm), $(nproc) CPUs, $(ls /dev/kvm 2>/dev/null || echo no /dev/kvm)"
echo "host: MIDR_EL1 $(cat /sys/devices/system/cpu/cpu0/regs/identification/midr_el1), $(grep -m 1 -o -w -E 'bti' /proc/cpuinfo || echo no bti), $(grep -m 1 -o -w paca /proc/cpuinfo || echo no paca)"

nth=0
while [ -f "/work/jobs/$nth" ]; do
	began=$(cut -d . -f 1 /proc/uptime)
	echo "host: begin $nth"
	sh "/work/jobs/$nth"
	code=$?
	sync
	echo "host: end $nth $code $(($(cut -d . -f 1 /proc/uptime) - began))"
	nth=$((nth + 1))
done
cd /
if [ -b /dev/vdc ]; then umount /work/sct/.cache; fi
umount /work
busybox poweroff -f
