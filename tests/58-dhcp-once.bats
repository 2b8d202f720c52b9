#!/usr/bin/env bats
# dhcp-helper and what is booted once: armed, done and again without a new start; a
# folder that cannot be read; the log.

bats_require_minimum_version 1.5.0

load dhcp

WEB2=52:54:00:12:34:57
FILE=01-52-54-00-12-34-56

# map_once [WORD...]: web1 has two cards.
map_once() {
	map <<-END
	default -    boot=debian12 once
	$WEB1 web1 boot=debian12 once $*
	$WEB2 web1 boot=debian12 once
	52:54:00:12:34:58 always boot=debian12
	net 10.9.0.0/24 -
	$LOADERS
	END
}

serve_once() {
	serve_both -- -S -D "$dir/done" -t 100
}

# by_hand COMMAND CLIENT...
by_hand() {
	"$compile" -q -m "$dir/clients.cdb" -D "$dir/done" "$@"
}

# is_armed OPTION...; is_disk WORD OPTION...: what a client is told now.
is_armed() {
	told "$EFI" "$@"
	logged ' once=armed file=.* -> OFFER'
}

is_disk() {
	local word=$1
	shift
	to_disk "$@"
	logged " once=$word file=- "
}

@test "armed, done and armed again, by one process" {
	map_once
	serve_once
	is_armed
	by_hand "done" web1
	is_disk "done"
	by_hand again web1
	is_armed
	[ "$(grep -c start "$dir/starts")" -le 2 ]
	# Whom it does not concern.
	told "$EFI" --mac 52:54:00:12:34:58
	run tail -n 1 "$dir/log"
	[[ $output != *once=* ]]
}

@test "the other card of a name is done, too" {
	map_once
	serve_once
	is_armed --mac "$WEB2"
	by_hand "done" "$WEB1"
	is_disk "done" --mac "$WEB2"
	by_hand again "$WEB2"
	is_armed
}

@test "each client of default is armed by itself" {
	map_once
	serve_once
	is_armed --mac 52:54:00:12:34:60
	by_hand "done" 52:54:00:12:34:60
	is_disk "done" --mac 52:54:00:12:34:60
	is_armed --mac 52:54:00:12:34:61
	# Without a MAC address nobody could say that it is done.
	to_disk --htype 32 --hlen 0 --mac 00:00:00:00:00:00
	logged ' once=no-identity file=- '
}

@test "a client of a UUID is done by its MAC address, too: before it had the line, or where no more is known" {
	map_once
	by_hand "done" 52:54:00:12:34:60
	map <<-END
	default - boot=debian12 once
	uuid:4c4c4544-0042-4710-8057-b4c04f564432 r640 boot=debian12 once
	$LOADERS
	END
	serve_once
	local uuid=(--uuid "00 44454c4c 4200 1047 8057 b4c04f564432")
	is_disk "done" --mac 52:54:00:12:34:60 "${uuid[@]}"
	grep -q ' rule=uuid:r640 once=done file=- ' "$dir/log"
	is_armed --mac 52:54:00:12:34:61 "${uuid[@]}"
	by_hand again 52:54:00:12:34:60
	is_armed --mac 52:54:00:12:34:60 "${uuid[@]}"
}

@test "who is done boots its disk by each firmware, on each port" {
	mkdir -p "$dir/root/loaders"
	boot_root
	printf '\352$|\0\0\220\220\220\254\310\203\051pxelinux' >"$dir/root/loaders/pxelinux.0"
	chmod -R a+rX "$dir/root"
	map_once ip=10.9.0.21 "bios=debian-installer/amd64/pxelinux.0 ipxe=http://x/y"
	serve_once
	told "$BIOS" --arch 0000
	by_hand "done" web1
	told loaders/pxelinux.0 --arch 0000
	logged ' once=done file=loaders/pxelinux.0 '
	told 01-52-54-00-12-34-56.ipxe --option "77:'iPXE'"
	to_disk
	to_disk --from 10.9.0.21:4011 "${pxe_4011[@]}"
	# Its operating system still gets its address.
	run -0 client --type 1 --vendor none --arch none --undi none
	logged ' once=done file=- .* ip=10.9.0.21 -> OFFER'
}

@test "a folder that cannot be read: said once, and its clients boot their disk" {
	map_once
	rm -rf "$dir/done"
	serve_once
	is_disk unknown
	is_disk unknown --mac 52:54:00:12:34:60
	[ "$(grep -c 'cannot tell who is done' "$dir/log")" -eq 1 ]
	grep -q "cannot tell who is done: $dir/done: No such file or directory; clients with the word once boot their disks$" "$dir/log"
	# One that comes is seen; one that goes is said anew.
	install -d -m 2775 "$dir/done"
	: >"$dir/done/.bootroot"
	is_armed
	chmod 700 "$dir/done"
	is_disk unknown
	grep -q "cannot tell who is done: $dir/done: Permission denied;" "$dir/log"
	chmod 755 "$dir/done"
	is_armed
	# Another one in its place is that of now.
	mv "$dir/done" "$dir/old"
	install -d -m 2775 "$dir/done"
	: >"$dir/done/.bootroot"
	: >"$dir/done/$FILE"
	is_disk "done"
	# The same is named once more after it was good.
	rm -r "$dir/done"
	is_disk unknown
	install -d -m 2775 "$dir/done"
	: >"$dir/done/.bootroot"
	is_armed
	# What lies below a file system that is not mounted arms nobody.
	rm "$dir/done/.bootroot"
	is_disk unknown
	grep -q "cannot tell who is done: $dir/done: it has no file .bootroot, so its file system may not be mounted; clients with the word once boot their disks$" "$dir/log"
	rm -r "$dir/done"
	is_disk unknown
	[ "$(grep -c 'No such file or directory; clients with the word once' "$dir/log")" -eq 3 ]
}

@test "where -D names no folder all count as done, and the log says so" {
	map_once
	rm -rf "$dir/done"
	: >"$dir/done"
	serve_once
	is_disk unknown
	grep -q "cannot tell who is done: $dir/done: Not a directory;" "$dir/log"
}
