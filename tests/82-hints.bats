#!/usr/bin/env bats
# tftpd: the hints of its log, for boots that stand still.
# Takes long: begins first.

bats_require_minimum_version 1.5.0
load tftpd
load fixtures/bootroot

mac=52:54:00:12:34:56

setup() {
	sender_begin
	mkdir -p "$root/image/boot"
	loader "$root/image/boot/bootx64.efi" sbat=shim signed
	loader "$root/image/boot/grubx64.efi" sbat=grub mods signed
	loader "$root/image/unsigned.efi" sbat=grub mods
	loader "$root/image/snponly.efi"
	loader "$root/image/memtest.efi"
	loader "$root/image/pxelinux.0"
	echo '#!ipxe' >"$root/image/go.ipxe"
	chmod -R a+rX "$root"
}

# The PC at the other end of the cable, and what asks there.
pc_start() {
	tftpd_start
	namespace_pc "$mac"
}

pc() {
	{
		cat <<-'PY'
			def firmware(name, whole=True):
			    """UEFI: the size, then the file."""
			    c = Client()
			    c.ask(name, tsize=0, blksize=1468, windowsize=4)
			    parse_oack(c.receive())
			    c.send(error(8, "User aborted the transfer"))
			    if whole:
			        Client().fetch(name, blksize=1468, windowsize=4)

			def shim(name):
			    return Client().fetch(name, blksize=512, windowsize=4)

			def grub(name):
			    """GRUB: a file that is not there."""
			    c = Client()
			    c.ask(name, blksize=1024, tsize=0)
			    c.expect_error(1)

			def sent(name, times):
			    """Until the log has it."""
			    for i in range(600):
			        with open(os.environ["LOG"]) as log:
			            if sum(line.startswith("sent file=%s " % name) for line in log) >= times:
			                return
			        time.sleep(0.05)
			    fail("%s was not sent %d times" % (name, times))

			import os
		PY
		cat
	} >"$dir/script"
	LOG=$log pc_raw <"$dir/script"
}

# stalled FILE HINT: there is one line, and it is this.
stalled() {
	logged "^stalled file=$1 client=10\.9\.0\.21 mac=$mac name=${name-web1} hint=$2: "
	[ "$(grep -c ' hint=' "$log")" = 1 ]
}

not_stalled() {
	if grep ' hint=' "$log"; then
		return 1
	fi
}

@test "boots that are played to the pure files get the right hint, or none" {
	cc -std=c11 -D_GNU_SOURCE -Wall -I"$top" -I"$top/lib" -o "$dir/stall_model" \
	    "$BATS_TEST_DIRNAME/stall_model.c" "$top"/tftpd/{stall,stallplace,cause}.c "$top/lib/net/address.c" -lbsd
	run -0 "$dir/stall_model"
	[ -z "$output" ]
}

# The one test that takes its time. It goes when idle for a second, but not yet.
@test "half a minute after a shim with nothing behind it the log says so, and then it goes" {
	map "$mac web1 boot=image x64=boot/bootx64.efi"
	namespace_pc "$mac"
	: >"$log"
	behind python3 "$BATS_TEST_DIRNAME/superserver.py" --log "$dir/starts" 10.9.0.1:69 -- \
	    "$top/tftpd/tftpd" -d -t 1 -T 5000 -m "$dir/clients.cdb" "$root" 2>"$log"
	wait_for 60 tftpd_listens
	pc <<-'END'
		firmware("image/boot/bootx64.efi")
	END
	wait_for_line 120 "$log" '^stalled file=image/boot/bootx64\.efi .* hint=secure-boot: the firmware fetched it, and then nothing more was asked for; likely Secure Boot has refused it, for its signature$'
	wait_for_line 60 "$dir/starts" end
	[ "$(wc -l <"$dir/starts")" = 2 ]
}

# The firmware fetches iPXE three times, the last time not to its end.
fetched_thrice() {
	pc <<-'END'
		for i in range(2):
		    firmware("image/snponly.efi")
		    sent("image/snponly.efi", i + 1)
		firmware("image/snponly.efi", whole=False)
	END
}

@test "an unsigned iPXE that the firmware fetches again and again: Secure Boot" {
	map "$mac web1 boot=image ipxe=go.ipxe x64=snponly.efi"
	pc_start
	fetched_thrice
	stalled 'image/snponly\.efi' secure-boot
	grep -q ' hint=secure-boot: .*; likely Secure Boot has refused it, as it is not signed$' "$log"
	kill -USR1 "$tftpd"
	logged '^counters .* hint:secure-boot=1'
}

@test "a default client is watched as well" {
	map 'default - boot=image ipxe=go.ipxe x64=snponly.efi'
	pc_start
	fetched_thrice
	name=- stalled 'image/snponly\.efi' secure-boot
}

@test "shim's GRUB asks for nothing, and the PC is started anew: its prompt" {
	map "$mac web1 boot=image x64=boot/bootx64.efi"
	pc_start
	pc <<-'END'
		firmware("image/boot/bootx64.efi")
		grub("image/boot/revocations.efi")
		shim("image/boot//grubx64.efi")
		sent("image/boot/grubx64.efi", 1)
		firmware("image/boot/bootx64.efi", whole=False)
	END
	stalled 'image/boot/grubx64\.efi' grub-prompt
}

@test "with ip= GRUB would ask us: shim has refused it" {
	map "$mac web1 boot=image x64=boot/bootx64.efi ip=10.9.0.21"
	pc_start
	pc <<-'END'
		firmware("image/boot/bootx64.efi")
		shim("image/boot/grubx64.efi")
		sent("image/boot/grubx64.efi", 1)
		firmware("image/boot/bootx64.efi", whole=False)
	END
	stalled 'image/boot/grubx64\.efi' secure-boot
}

@test "GRUB finds no configuration: its prompt" {
	map "$mac web1 boot=image x64=boot/bootx64.efi"
	pc_start
	pc <<-'END'
		firmware("image/boot/bootx64.efi")
		shim("image/boot/grubx64.efi")
		for name in "x86_64-efi/command.lst", "grub.cfg-01-52-54-00-12-34-56", "grub.cfg":
		    grub("/grub/" + name)
		firmware("image/boot/bootx64.efi", whole=False)
	END
	stalled 'grub/grub\.cfg' no-configuration
}

@test "PXELINUX without ldlinux.c32, and a loader of a client that the map does not know" {
	map '52:54:00:00:00:01 other boot=image'
	pc_start
	pc <<-'END'
		for last in "ldlinux.c32", "pxelinux.cfg/default":
		    Client().fetch("image/pxelinux.0", blksize=1456, tsize=0)
		    grub("image/" + last)
		Client().fetch("image/pxelinux.0", blksize=1456, tsize=0)
	END
	# It is no boot file of this client: only the time would tell.
	not_stalled
	map "$mac web1 boot=image bios=pxelinux.0"
	pc <<-'END'
		for last in "ldlinux.c32", "pxelinux.cfg/default":
		    Client().fetch("image/pxelinux.0", blksize=1456, tsize=0)
		    grub("image/" + last)
		Client().fetch("image/pxelinux.0", blksize=1456, tsize=0)
	END
	logged '^stalled file=image/ldlinux\.c32 .* name=web1 hint=no-next-stage: '
	logged '^stalled file=image/pxelinux\.cfg/default .* name=web1 hint=no-configuration: '
}

@test "a boot file that a PC fetches a fourth time in ten minutes is a loop" {
	map "$mac web1 boot=image bios=pxelinux.0 x64=memtest.efi"
	pc_start
	pc <<-'END'
		for i in range(3):
		    Client().fetch("image/pxelinux.0", blksize=1456, tsize=0)
		    sent("image/pxelinux.0", i + 1)
		Client().fetch("image/pxelinux.0", blksize=1456, tsize=0)
	END
	stalled 'image/pxelinux\.0' boot-loop
	pc <<-'END'
		for i in range(3):
		    firmware("image/memtest.efi")
		    sent("image/memtest.efi", i + 1)
		firmware("image/memtest.efi")
	END
	logged '^stalled file=image/memtest\.efi .* hint=boot-loop: .*, or Secure Boot refuses it, as it is not signed$'
}

# again FILE [STATEMENT]: the firmware fetches it four times, with that behind each.
again() {
	pc <<-END
		for i in range(4):
		    firmware("$1")
		    sent("$1", i + 1)
		    ${2-pass}
	END
}

@test "no hint: the client asks for its next file" {
	map "$mac web1 boot=image ipxe=go.ipxe x64=snponly.efi"
	pc_start
	again image/snponly.efi 'grub("anything")'
	not_stalled
}

@test "no hint: iPXE goes on by HTTP" {
	map "$mac web1 boot=image ipxe=http://10.9.0.2/boot.ipxe x64=snponly.efi"
	pc_start
	again image/snponly.efi
	not_stalled
	map "$mac web1 boot=image ipxe=go.ipxe x64=snponly.efi http=yes"
	again image/snponly.efi
	not_stalled
}

@test "no hint: the PXELINUX that has HTTP goes on by it" {
	cp "$root/image/pxelinux.0" "$root/image/lpxelinux.0"
	map "$mac web1 boot=image bios=lpxelinux.0 http=yes"
	pc_start
	lpxelinux() {
		pc <<-END
			for i in range(4):
			    Client().fetch("image/lpxelinux.0", blksize=1456, tsize=0)
			    sent("image/lpxelinux.0", $1 + i)
		END
	}
	lpxelinux 1
	not_stalled
	map "$mac web1 boot=image bios=lpxelinux.0"
	lpxelinux 5
	stalled 'image/lpxelinux\.0' boot-loop
}

@test "no hint: server= names another host, from which it boots on purpose" {
	map "$mac web1 boot=image ipxe=go.ipxe x64=snponly.efi server=10.9.0.2"
	pc_start
	again image/snponly.efi
	not_stalled
}

@test "no hint: it is not the boot file of this client, or the map does not know it" {
	map "$mac web1 boot=image x64=boot/bootx64.efi"
	pc_start
	again image/snponly.efi
	map '52:54:00:00:00:01 other boot=image ipxe=go.ipxe x64=snponly.efi'
	: >"$log"
	again image/snponly.efi
	not_stalled
}

by_hand() {
	for _ in 1 2 3 4; do
		at_pc "$@"
	done
}

@test "no hint: somebody fetches boot files by hand" {
	map "$mac web1 boot=image ipxe=go.ipxe x64=snponly.efi bios=pxelinux.0"
	pc_start
	by_hand curl -sS --max-time 60 -o /dev/null tftp://10.9.0.1/image/snponly.efi
	by_hand curl -sS --max-time 60 -o /dev/null tftp://10.9.0.1/image/pxelinux.0
	by_hand "$top/.cache/tftp-hpa/usr/bin/tftp" -m binary 10.9.0.1 -c get image/pxelinux.0 /dev/null
	run ! at_pc curl -sS --max-time 60 tftp://10.9.0.1/image/grub.cfg
	logged_times 8 '^sent file=image/pxelinux\.0 '
	not_stalled
}
