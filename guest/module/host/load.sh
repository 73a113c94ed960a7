#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# load.sh FOLDER RUN: loads the modules of a folder into the kernel that runs here, prints the records
# of /dev/kmsg (from a line that names the run on they are of this load), and unloads them. As root.
# Who starts it holds its stdin open, and closes that to end it. No signal ends a module: one that
# does not come back in time is left to a process of its own, which unloads it if it ever does.
# 0: all is unloaded; 2: they could not be loaded; 5: one of them is still there.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
cd "$1" || exit 2
# Seconds that a module has to come to its end when nobody waits for it any more.
grace=5
held="^sct_?(peer|late)? "

die()
{
	echo "$1" >&2
	exit "$2"
}

grep -Eq "$held" /proc/modules && die "a module of sct is loaded in this kernel already" 5
lookup=$(awk '$3 == "kallsyms_lookup_name" { print $1; exit }' /proc/kallsyms)
case $lookup in
*[1-9a-f]*) ;;
*) die "/proc/kallsyms does not say where kallsyms_lookup_name is" 2 ;;
esac

# The kernel ends the reading of who was too slow for it (EPIPE): who begins anew gets some of it twice, by its number.
follow()
{
	trap 'kill $cat; exit' TERM
	while :; do
		cat /dev/kmsg 2>/dev/null &
		cat=$!
		wait $cat
		sleep 1
	done
}

work()
{
	trap '' INT HUP TERM QUIT
	levels=$(cat /proc/sys/kernel/printk)
	# Hundreds of lines, which no console need show.
	echo 2 >/proc/sys/kernel/printk
	insmod ./sct_peer.ko "lookup=0x$lookup" &&
		insmod ./sct.ko "lookup=0x$lookup" stays=1 "args=\"$(cat sct.args)\"" &&
		touch loaded
	rmmod sct 2>/dev/null
	rmmod sct_peer 2>/dev/null
	echo "$levels" >/proc/sys/kernel/printk
}

finish()
{
	trap '' INT HUP TERM QUIT USR1
	seconds=0
	while kill -0 $worker 2>/dev/null && [ $seconds -lt $grace ]; do
		sleep 1
		seconds=$((seconds + 1))
	done
	# What it said last is on its way.
	sleep 1
	kill $reader $holder 2>/dev/null
	cat load.err >&2
	grep -Eq "$held" /proc/modules && die "a module of sct is still in this kernel" 5
	[ -f loaded ] || exit 2
	exit 0
}

exec 3<&0
echo "sct load $2" >/dev/kmsg || die "/dev/kmsg cannot be written" 2
follow &
reader=$!
work >/dev/null 2>load.err 3<&- &
worker=$!
trap finish INT HUP TERM USR1
(
	cat <&3 >/dev/null
	kill -USR1 $$ 2>/dev/null
) >/dev/null 2>&1 &
holder=$!
wait $worker
finish
