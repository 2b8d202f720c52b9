# shellcheck shell=bash
# A disk in a file, of which a copy is what there is after the power has gone.

# The world's /dev has none of these.
loop_devices() {
	local n
	[ -e /dev/loop-control ] || mknod /dev/loop-control c 10 237 || return
	for n in {0..15}; do
		[ -e "/dev/loop$n" ] || mknod "/dev/loop$n" b 7 "$n" || return
	done
}
