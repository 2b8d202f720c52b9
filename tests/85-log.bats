#!/usr/bin/env bats
# The log as a format: every line that the servers can write is read, and is as
# doc/operating.md has it; what lines mean for the machines of a site.

bats_require_minimum_version 1.5.0
load dhcp
load sanitized

setup_file() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	python=$(python3 -c 'import sys; print(sys.executable)')
	export top python
	sanitized_program "$BATS_FILE_TMPDIR/see_lines" "$BATS_TEST_DIRNAME/see_lines.c"
}

# Only those that start a server want a network.
setup() {
	work=$BATS_TEST_TMPDIR
	pids=()
	dir=
}

teardown() {
	[ -z "$dir" ] || namespace_end
}

NOW=1795838400 # 2026-11-28 04:00 UTC

read_lines() {
	"$BATS_FILE_TMPDIR/see_lines" "${1:-$NOW}"
}

# reads: lines of "LINE => WHAT IS READ".
reads() {
	cat >"$work/table"
	[ "$(grep -c ' => ' "$work/table")" = "$(wc -l <"$work/table")" ]
	sed 's/ => .*//' "$work/table" | read_lines "$@" |
		paste -d '\n' <(sed 's/ => .*//' "$work/table") - |
		sed 'N; s/\n/ => /' >"$work/said"
	diff "$work/table" "$work/said"
}

# machines [MICROSECONDS]: the events of the lines, and the machines.
machines() {
	"$BATS_FILE_TMPDIR/see_lines" -m "$NOW" "$@"
}

@test "each way that a log begins a line is read, with its time" {
	TZ=Europe/Berlin reads <<-'END'
		Nov 28 04:16:21 srv tftpd[917]: counters a=1 => counters tftpd 917 1795835781.000000 host=srv
		Nov  8 04:16:21 srv tftpd[917]: counters a=1 => counters tftpd 917 1794107781.000000 host=srv
		Nov 28 04:16:21.123456 srv tftpd[917]: counters a=1 => counters tftpd 917 1795835781.123456 host=srv
		2026-11-28T04:16:21+0100 srv httpd[9]: counters a=1 => counters httpd 9 1795835781.000000 host=srv
		2026-11-28T04:16:21.123456+01:00 srv httpd[9]: counters a=1 => counters httpd 9 1795835781.123456 host=srv
		2026-11-28T04:16:21.5Z srv httpd[9]: counters a=1 => counters httpd 9 1795839381.500000 host=srv
		2026-11-28T04:16:21-08 srv httpd[9]: counters a=1 => counters httpd 9 1795868181.000000 host=srv
		2026-11-28 04:16:21 srv httpd[9]: counters a=1 => counters httpd 9 1795835781.000000 host=srv
		Sat 2026-11-28 04:16:21 CET srv dhcp-helper[9]: counters a=1 => counters dhcp-helper 9 1795835781.000000 host=srv
		Sat 2026-11-28 04:16:21 UTC srv dhcp-helper[9]: counters a=1 => counters dhcp-helper 9 1795839381.000000 host=srv
		Sun 2026-10-25 02:30:00 CEST srv tftpd[9]: counters a=1 => counters tftpd 9 1792888200.000000 host=srv
		Sun 2026-10-25 02:30:00 CET srv tftpd[9]: counters a=1 => counters tftpd 9 1792891800.000000 host=srv
		1764303381.123456 srv tftpd[9]: counters a=1 => counters tftpd 9 1764303381.123456 host=srv
		Nov 28 04:16:21 srv daemon.info tftpd[917]: counters a=1 => counters tftpd 917 1795835781.000000 host=srv
		[  123.456789] srv tftpd[9]: counters a=1 => counters tftpd 9 - host=srv
		<30>Nov 28 04:16:21 tftpd[917]: counters a=1 => counters tftpd 917 1795835781.000000
		<30>1 2026-11-28T04:16:21.5Z srv tftpd 917 - - counters a=1 => counters tftpd 917 1795839381.500000 host=srv
		<30>1 2026-11-28T04:16:21.5Z srv tftpd 917 ID [x@1 a="]\"" b="c"][y] counters a=1 => counters tftpd 917 1795839381.500000 host=srv
		<30>1 - - tftpd - - - counters a=1 => counters tftpd 0 -
		Sat 2026-11-28 04:16:21 UTC srv tftpd.service[9]: counters a=1 => counters tftpd 9 1795839381.000000 host=srv
		2026-11-28T04:16:21.123456Z counters a=1 => counters - 0 1795839381.123456
		counters a=1 => counters - 0 -
		tftpd: cannot listen on 10.9.0.1: Address already in use => other tftpd 0 -
		2026-11-28T04:16:21Z cannot accept: Too many open files => other - 0 1795839381.000000
	END
}

@test "a line without a year is of the last such day, and the 29th of February of its year" {
	# New Year's Eve, a minute later; the clock of another host is an hour ahead.
	TZ=UTC reads 1798761660 <<-'END'
		Dec 31 23:59:30 s tftpd[1]: counters a=1 => counters tftpd 1 1798761570.000000 host=s
		Jan  1 00:00:30 s tftpd[1]: counters a=1 => counters tftpd 1 1798761630.000000 host=s
		Jan  1 01:01:00 s tftpd[1]: counters a=1 => counters tftpd 1 1798765260.000000 host=s
		Jan  3 00:00:00 s tftpd[1]: counters a=1 => counters tftpd 1 1767398400.000000 host=s
		Feb 29 12:00:00 s tftpd[1]: counters a=1 => counters tftpd 1 1709208000.000000 host=s
	END
}

@test "what other programs write is foreign, and what is ours and cannot be read is said" {
	reads <<-'END'
		Nov 28 04:16:21 srv systemd[1]: Started tftpd.service. => foreign - 0 1795839381.000000
		Nov 28 04:16:21 srv in.tftpd[1]: sent file=a client=b => foreign - 0 1795839381.000000
		Nov 28 04:16:21 srv sudo: sent file=a => foreign - 0 1795839381.000000
		-- Boot 0123456789abcdef -- => foreign - 0 -
		done with it => foreign - 0 -
		sent file=a client=10.9.0.21 mac=- name=- bytes=1 sec => unreadable - 0 - client=10.9.0.21 file=a bytes=1
		Nov 28 04:16:21 srv tftpd[1]: sent file=a client=10.9.0.21 mac=- name=- => unreadable tftpd 1 1795839381.000000 host=srv client=10.9.0.21 file=a
		Nov 28 04:16:21 srv tftpd[1]: something new => unreadable tftpd 1 1795839381.000000 host=srv
		Nov 28 04:16:21 srv dhcp-helper[1]: boot mac=52:54:00:12:34:56 name=web1 => unreadable dhcp-helper 1 1795839381.000000 host=srv mac=52:54:00:12:34:56 name=web1
		Nov 28 04:16:21 srv dhcp-helper[1]: boot mac=52:54:00:12:34:56 msg=DISCOVER -> silent => unreadable dhcp-helper 1 1795839381.000000 host=srv mac=52:54:00:12:34:56 msg=DISCOVER answer=silent
	END
}

@test "names that clients send are values, whatever is in them, and harm no terminal" {
	reads <<-'END'
		refused file=a:b=c: client=fe80::1: mac=- name=- reason=not-found => refused tftpd 0 - client=fe80::1: file=a:b=c: reason=not-found
		put off file=x: client=10.9.0.21 mac=- name=-: too many transfers => put-off tftpd 0 - client=10.9.0.21 file=x: | too many transfers
		refused file=\303\244\316\261 client=a mac=- name=- reason=not-found => refused tftpd 0 - client=a file=äα reason=not-found
		refused file=\033[2J\302\233\177 client=a mac=- name=- reason=not-found => refused tftpd 0 - client=a file=\033[2J\302\233\177 reason=not-found
		refused file=\342\200\256cba\303 client=a mac=- name=- reason=not-found => refused tftpd 0 - client=a file=\342\200\256cba\303 reason=not-found
		refused file=\300\257\355\240\200\364\220\200\200 client=a mac=- name=- reason=not-found => refused tftpd 0 - client=a file=\300\257\355\240\200\364\220\200\200 reason=not-found
		refused file=\340\200\257 client=a mac=- name=- reason=not-found => refused tftpd 0 - client=a file=\340\200\257 reason=not-found
		refused file=a client=b mac=- name=- reason=No such device or address => refused tftpd 0 - client=b file=a | No such device or address
		refused file=a\040client=b\\x client=c mac=- name=- reason=not-found => refused tftpd 0 - client=c file=a\040client=b\x reason=not-found
		aborted file=a client=b mac=- name=- bytes=0 seconds=0.000 reason=client-error-8 said=no: => aborted tftpd 0 - client=b file=a bytes=0 seconds=0.000 reason=client-error-8 said=no:
		aborted file=a client=b mac=- name=- bytes=0 seconds=0.000 reason=client-error-8 said=file=z => aborted tftpd 0 - client=b file=a bytes=0 seconds=0.000 reason=client-error-8 said=file=z
		refused file=a client=b client=c mac=- name=- reason=not-found later=1 => refused tftpd 0 - client=b file=a reason=not-found
	END
}

@test "of 30,000 lines that were damaged at random no byte outside of them is read" {
	cat >"$work/mutate.py" <<-'END'
		import random, sys
		lines = open(sys.argv[1], "rb").read().splitlines()
		random.seed(22)
		heads = [b"", b"Nov 28 04:16:21 srv tftpd[917]: ", b"2026-11-28T04:16:21.123456+01:00 srv httpd[9]: ",
		    b'<30>1 2026-11-28T04:16:21Z srv dhcp-helper 9 - [a b="c"] ', b"Sat 2026-11-28 04:16:21 CET srv tftpd[1]: "]
		for i in range(30000):
		    line = bytearray(random.choice(heads) + random.choice(lines))
		    for j in range(random.randrange(4)):
		        at = random.randrange(len(line) + 1)
		        what = random.randrange(4)
		        if what == 0:
		            del line[at:]
		        elif what == 1:
		            del line[at:at + random.randrange(8)]
		        elif what == 2:
		            line[at:at] = bytes(random.choice(b" =:\\[]-0139\xff\x00>") for k in range(random.randrange(5)))
		        elif at < len(line):
		            line[at] = random.randrange(256)
		        if not line:
		            break
		    sys.stdout.buffer.write(bytes(line).replace(b"\n", b" ") + b"\n")
	END
	from_sources | sed 's/^[a-z-]*: //' >"$work/texts"
	python3 "$work/mutate.py" "$work/texts" >"$work/lines"
	read_lines <"$work/lines" >"$work/read"
	[ "$(wc -l <"$work/read")" -eq 30000 ]
	# What is printed has no control characters.
	run -1 grep -P '[\x00-\x09\x0b-\x1f\x7f]' "$work/read"
	[ "$(grep -c '^unreadable' "$work/read")" -ge 1000 ]
	[ "$(grep -cE '^(sent|refused|failed)' "$work/read")" -ge 3000 ]
	machines 100000000 <"$work/lines" >"$work/machines"
	grep -q '^machine ' "$work/machines"
}

# Each way of each text that the sources log.
from_sources() {
	local program
	cd "$top" || return
	for program in tftpd httpd; do
		python3 tests/log_format.py lines "$program" "$program"/*.c lib/{daemon,done,map,view}/*.c
	done
	python3 tests/log_format.py lines dhcp-helper dhcp-helper/*.c lib/{daemon,done,map}/*.c
}

# as_documented: each line of standard input, "PROGRAM: TEXT", is read, and is as
# operating.md has it.
as_documented() {
	cat >"$work/lines"
	read_lines <"$work/lines" >"$work/read"
	paste -d ' ' "$work/read" "$work/lines" | grep -E '^(foreign|unreadable) ' && return 1
	python3 "$BATS_TEST_DIRNAME/log_format.py" check "$top/doc/operating.md" <"$work/lines" >"$work/checked" || {
		grep -v '^seen ' "$work/checked"
		return 1
	}
	# The kinds are those that the document names.
	diff <(sed -n 's/^seen \([a-z-]*\)$/\1/p' "$work/checked") <(cut -d ' ' -f 1 "$work/read" | sort -u)
}

@test "every text that is logged in the sources is read, and is as the document says" {
	from_sources >"$work/from-sources"
	[ "$(wc -l <"$work/from-sources")" -ge 150 ]
	as_documented <"$work/from-sources"
	sed -n 's/^seen //p' "$work/checked" >"$work/seen"
	# dhcp-helper's line is put together: see the test with real messages.
	diff <(python3 "$BATS_TEST_DIRNAME/log_format.py" words "$top/doc/operating.md" | sort) <(sort "$work/seen") |
		sed -n 's/^[<>] //p' >"$work/other"
	grep -vxE 'told|(arch|boots|by|chosen|class|delay|hlen|ignored|ip|msg|once|path|rank|rule|server|stage|via|wait)=' \
	    "$work/other" >"$work/wrong" || :
	cat "$work/wrong"
	[ ! -s "$work/wrong" ]
}

@test "the document has each kind and word that is read, and no other" {
	diff <("$BATS_FILE_TMPDIR/see_lines" -k | grep -vxE 'foreign|unreadable' | sort) \
	    <(python3 "$BATS_TEST_DIRNAME/log_format.py" words "$top/doc/operating.md" | sort)
	grep -q "This is format $(sed -n 's/^#define LOGLINE_FORMAT //p' "$top/mkbootroot/see/logline.h")\." "$top/doc/operating.md"
}

@test "each remedy is the document's, word by word" {
	cat >"$work/rows.py" <<-'END'
		import re, sys
		text = open(sys.argv[1]).read()
		program = hint = None
		for line in text[text.index("## What a reason means"):].splitlines():
		    if line.startswith("### "):
		        program, hint = line[4:], 0
		    if line.startswith("| hint of "):
		        program, hint = line.split()[3], 1
		    row = re.match(r"\| (`[^|]*) \| (.*) \|$", line)
		    if row:
		        print("|".join([program, str(hint), " ".join(re.findall("`([^`]*)`", row[1])), row[2]]))
	END
	python3 "$work/rows.py" "$top/doc/operating.md" >"$work/rows"
	[ "$(wc -l <"$work/rows")" -ge 79 ]
	diff "$work/rows" <("$BATS_FILE_TMPDIR/see_lines" -r)
}

@test "a boot by UEFI goes from step to step, and is over when all is there" {
	cat >"$work/boot" <<-'END'
	2026-11-28T10:00:00.000000+0000 s dhcp-helper[1]: boot mac=52:54:00:12:34:56 name=web1 arch=x64 via=eth0 msg=DISCOVER rule=mac:web1 file=d/bootnetx64.efi server=10.9.0.1 -> OFFER
	2026-11-28T10:00:00.100000+0000 s dhcp-helper[1]: boot mac=52:54:00:12:34:56 name=web1 arch=x64 via=eth1 msg=DISCOVER rule=mac:web1 -> silent reason=no-address
	2026-11-28T10:00:01.000000+0000 s dhcp-helper[1]: boot mac=52:54:00:12:34:56 name=web1 arch=x64 via=eth0 msg=REQUEST rule=mac:web1 chosen=10.9.0.2 -> silent reason=not-for-us
	2026-11-28T10:00:02.000000+0000 s tftpd[9]: probe file=d/bootnetx64.efi client=10.9.0.21 mac=52:54:00:12:34:56 name=web1: the client wanted the size only
	2026-11-28T10:00:02.500000+0000 s tftpd[9]: sent file=d/bootnetx64.efi client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 bytes=900000 seconds=0.200 rate=4.7MB/s blksize=1468 windowsize=4 resent=0
	2026-11-28T10:00:03.000000+0000 s tftpd[9]: refused file=d/revocations.efi client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 reason=not-found
	2026-11-28T10:00:03.500000+0000 s tftpd[9]: sent file=d/grubx64.efi client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 bytes=2600000 seconds=0.300 rate=8.7MB/s blksize=1468 windowsize=1 resent=0
	2026-11-28T10:00:04.500000+0000 s tftpd[9]: sent file=d/grub/grub.cfg generated=GRUB client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 bytes=200 seconds=0.001 rate=0.2MB/s blksize=1024 windowsize=1 resent=0
	2026-11-28T10:05:06.500000+0000 s tftpd[9]: sent file=d/linux client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 bytes=8000000 seconds=1.500 rate=5.3MB/s blksize=1024 windowsize=1 resent=0
	2026-11-28T10:07:16.500000+0000 s tftpd[9]: sent file=d/initrd.gz client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 bytes=40000000 seconds=129.500 rate=0.3MB/s blksize=1024 windowsize=1 resent=3
	END
	diff - <(machines 9000000 <"$work/boot") <<-'END'
		told web1 boot=1 begins told
		silent web1 boot=1 told no-address calm
		silent web1 boot=1 told not-for-us calm
		probe web1 boot=1 told is=loader
		sent web1 boot=1 loader is=loader
		refused web1 boot=1 loader is=loader not-found calm
		sent web1 boot=1 loader is=loader
		sent web1 boot=1 configuration is=configuration
		sent web1 boot=1 kernel is=kernel
		sent web1 boot=1 initrd is=initrd
		machine name=web1 mac=52:54:00:12:34:56 address=10.9.0.21 id=- arch=x64 stage=initrd boots=1 files=5 bytes=51500200 refusals=1 file=d/initrd.gz trouble=not-found
	END
	# It is done 10 seconds after its last file; the log's own lines tell the time.
	cat >>"$work/boot" <<-'END'
	2026-11-28T10:07:36.500000+0000 s httpd[9]: sent file=preseed.cfg generated=preseed client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 bytes=400 seconds=0.001 rate=0.4MB/s status=200
	2026-11-28T10:11:16.500000+0000 s httpd[9]: done client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 by=http
	2026-11-28T10:12:16.500000+0000 s dhcp-helper[1]: boot mac=52:54:00:12:34:56 name=web1 arch=x64 via=eth0 msg=DISCOVER rule=mac:web1 once=done -> silent reason=local
	2026-11-28T10:12:20.500000+0000 s dhcp-helper[1]: boot mac=52:54:00:12:34:56 name=web1 arch=x64 via=eth0 msg=DISCOVER rule=mac:web1 once=done file=- server=10.9.0.1 boots=disk -> OFFER
	END
	diff - <(machines <"$work/boot" | tail -n +11) <<-'END'
		booted web1 boot=1 done
		sent web1 boot=1 done is=answers
		done web1 boot=1 done
		silent web1 boot=2 begins silent local calm
		told web1 boot=2 done
		machine name=web1 mac=52:54:00:12:34:56 address=10.9.0.21 id=- arch=x64 stage=done boots=2 files=0 bytes=0 refusals=0 file=- trouble=local
	END
}

@test "a machine that starts again and again boots as often, and the guess stays with it" {
	diff - <(machines 91000000 <<-'END'
	2026-11-28T10:00:00Z s dhcp-helper[1]: boot mac=52:54:00:12:34:56 name=- arch=x64 via=eth0 msg=DISCOVER rule=default file=d/x.efi server=10.9.0.1 -> OFFER
	2026-11-28T10:00:02Z s tftpd[9]: sent file=d/x.efi client=10.9.0.21 mac=52:54:00:12:34:56 name=- bytes=900000 seconds=0.200 rate=4.7MB/s blksize=1468 windowsize=4 resent=0
	2026-11-28T10:00:12Z s dhcp-helper[1]: boot mac=52:54:00:12:34:56 name=- arch=x64 via=eth0 msg=DISCOVER rule=default file=d/x.efi server=10.9.0.1 -> OFFER
	2026-11-28T10:00:14Z s tftpd[9]: sent file=d/x.efi client=10.9.0.21 mac=52:54:00:12:34:56 name=- bytes=900000 seconds=0.200 rate=4.7MB/s blksize=1468 windowsize=4 resent=0
	2026-11-28T10:00:20Z s tftpd[9]: stalled file=d/x.efi client=10.9.0.21 mac=52:54:00:12:34:56 name=- hint=secure-boot: the firmware fetched it
	2026-11-28T10:00:21Z s tftpd[9]: refused file=d/y client=10.9.0.21 mac=52:54:00:12:34:56 name=- reason=not-found
	END
	) <<-'END'
		told 52:54:00:12:34:56 boot=1 begins told
		sent 52:54:00:12:34:56 boot=1 loader is=loader
		told 52:54:00:12:34:56 boot=2 begins told
		sent 52:54:00:12:34:56 boot=2 loader is=loader
		stalled 52:54:00:12:34:56 boot=2 loader is=loader secure-boot guess
		refused 52:54:00:12:34:56 boot=2 loader is=other not-found calm
		machine name=- mac=52:54:00:12:34:56 address=10.9.0.21 id=- arch=x64 stage=loader boots=2 files=1 bytes=900000 refusals=1 file=d/x.efi trouble=secure-boot stranger stands
	END
}

@test "a boot whose initrd failed is not over, unless it is sent then" {
	cat >"$work/boot" <<-'END'
	2026-11-28T10:00:02Z s tftpd[9]: sent file=pxelinux.0 client=10.9.0.21 mac=- name=- bytes=42000 seconds=0.200 rate=0.2MB/s blksize=1456 windowsize=1 resent=0
	2026-11-28T10:00:05Z s tftpd[9]: sent file=linux client=10.9.0.21 mac=- name=- bytes=5000000 seconds=0.200 rate=0.2MB/s blksize=1408 windowsize=1 resent=0
	2026-11-28T10:00:08Z s tftpd[9]: failed file=initrd.gz client=10.9.0.21 mac=- name=- bytes=1000 seconds=1.000 resent=0 reason=client-gone
	END
	diff - <(machines 1000000000 <"$work/boot" | tail -n 2) <<-'END'
		failed 10.9.0.21 boot=1 kernel is=initrd client-gone
		machine name=- mac=- address=10.9.0.21 id=- arch=- stage=kernel boots=1 files=2 bytes=5042000 refusals=0 file=initrd.gz trouble=client-gone stands
	END
	sed -n '3s/:08Z/:28Z/; 3s/failed \(.*\) resent=0.*/sent \1 rate=0.2MB\/s blksize=1408 windowsize=1 resent=0/p' "$work/boot" >"$work/again"
	diff - <(cat "$work/boot" "$work/again" | machines 11000000 | tail -n 3 | cut -d ' ' -f 1-4) <<-'END'
		sent 10.9.0.21 boot=1 initrd
		booted 10.9.0.21 boot=1 done
		machine name=- mac=- address=10.9.0.21
	END
}

@test "what is another server's, an ordinary client's, or told to boot its disk, is no trouble of the machine" {
	diff - <(machines <<-'END'
	2026-11-28T10:00:00Z s dhcp-helper[1]: boot mac=52:54:00:12:34:56 name=web1 arch=x64 via=eth0 msg=DISCOVER rule=mac:web1 file=d/x.efi server=10.9.0.1 -> OFFER
	2026-11-28T10:00:01Z s dhcp-helper[1]: boot mac=52:54:00:12:34:56 name=web1 arch=x64 via=eth0 msg=REQUEST rule=mac:web1 chosen=10.9.0.2 -> silent reason=not-for-us
	2026-11-28T10:00:01Z s dhcp-helper[1]: boot mac=52:54:00:00:00:08 name=web8 arch=x64 via=eth0 msg=DISCOVER rule=mac:web8 once=done file=- server=10.9.0.1 boots=disk -> OFFER
	2026-11-28T10:00:02Z s dhcp-helper[1]: boot mac=52:54:00:00:00:08 name=web8 arch=x64 via=eth0 msg=DISCOVER rule=mac:web8 once=done file=- server=10.9.0.1 boots=disk -> OFFER
	2026-11-28T10:00:02Z s dhcp-helper[1]: boot mac=52:54:00:00:00:09 name=- arch=- via=eth0 msg=DISCOVER rule=- -> silent reason=not-pxe
	END
	) <<-'END'
		told web1 boot=1 begins told
		silent web1 boot=1 told not-for-us calm
		told web8 boot=1 begins done
		told web8 boot=1 done
		machine name=web1 mac=52:54:00:12:34:56 address=- id=- arch=x64 stage=told boots=1 files=0 bytes=0 refusals=0 file=- trouble=-
		machine name=web8 mac=52:54:00:00:00:08 address=- id=- arch=x64 stage=done boots=1 files=0 bytes=0 refusals=0 file=- trouble=-
	END
}

@test "without dhcp-helper a boot begins with its loader, and again with the same one" {
	diff - <(machines 91000000 <<-'END'
	2026-11-28T10:00:02Z s tftpd[9]: sent file=pxelinux.0 client=10.9.0.21 mac=- name=- bytes=42000 seconds=0.200 rate=0.2MB/s blksize=1456 windowsize=1 resent=0
	2026-11-28T10:00:03Z s tftpd[9]: sent file=ldlinux.c32 client=10.9.0.21 mac=- name=- bytes=120000 seconds=0.200 rate=0.2MB/s blksize=1408 windowsize=1 resent=0
	2026-11-28T10:00:04Z s tftpd[9]: sent file=pxelinux.cfg/default client=10.9.0.21 mac=- name=- bytes=100 seconds=0.200 rate=0.2MB/s blksize=1408 windowsize=1 resent=0
	2026-11-28T10:00:05Z s tftpd[9]: sent file=vesamenu.c32 client=10.9.0.21 mac=- name=- bytes=30000 seconds=0.200 rate=0.2MB/s blksize=1408 windowsize=1 resent=0
	2026-11-28T10:00:10Z s tftpd[9]: sent file=some/k client=10.9.0.21 mac=- name=- bytes=5000000 seconds=0.200 rate=0.2MB/s blksize=1408 windowsize=1 resent=0
	2026-11-28T10:00:40Z s tftpd[9]: sent file=pxelinux.0 client=10.9.0.21 mac=- name=- bytes=42000 seconds=0.200 rate=0.2MB/s blksize=1456 windowsize=1 resent=0
	END
	) <<-'END'
		sent 10.9.0.21 boot=1 begins loader is=loader
		sent 10.9.0.21 boot=1 loader is=loader
		sent 10.9.0.21 boot=1 configuration is=configuration
		sent 10.9.0.21 boot=1 configuration is=loader
		sent 10.9.0.21 boot=1 kernel is=kernel
		sent 10.9.0.21 boot=2 begins loader is=loader
		machine name=- mac=- address=10.9.0.21 id=- arch=- stage=loader boots=2 files=1 bytes=42000 refusals=0 file=pxelinux.0 trouble=- stands
	END
}

@test "a machine is one by its MAC, by its address and by its name; two cards are two" {
	diff - <(machines <<-'END' | grep -E '^(machine|also)' | sed 's/ stage=.*//'
	2026-11-28T10:00:02Z s tftpd[9]: refused file=a client=10.9.0.21 mac=- name=- reason=not-found
	2026-11-28T10:00:03Z s tftpd[9]: refused file=a client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 reason=not-found
	2026-11-28T10:00:04Z s dhcp-helper[1]: boot mac=52:54:00:00:00:02 name=web2 arch=x64 via=eth0 msg=DISCOVER rule=mac:web2 file=x server=10.9.0.1 -> OFFER
	2026-11-28T10:00:04Z s tftpd[9]: refused file=a client=10.8.0.22 mac=- name=web2 reason=not-found
	2026-11-28T10:00:05Z s dhcp-helper[1]: boot mac=52:54:00:00:00:03 name=web2 arch=x64 via=eth0 msg=DISCOVER rule=mac:web2 file=x server=10.9.0.1 -> OFFER
	2026-11-28T10:00:06Z s tftpd[9]: refused file=a client=10.9.0.23 mac=- name=- reason=not-found
	2026-11-28T10:00:06Z s dhcp-helper[1]: boot mac=52:54:00:00:00:04 name=- arch=x64 via=eth0 msg=DISCOVER rule=default file=x server=10.9.0.1 -> OFFER
	2026-11-28T10:00:07Z s tftpd[9]: refused file=a client=10.9.0.23 mac=52:54:00:00:00:04 name=- reason=not-found
	2026-11-28T10:00:07Z s dhcp-helper[1]: boot mac=- uuid:4c4c4544-0042-4710-8057-b4c04f564432 name=r1 arch=x64 via=eth0 msg=DISCOVER rule=uuid:r1 file=x server=10.9.0.1 -> OFFER
	2026-11-28T10:00:07Z s tftpd[9]: refused file=a client=10.8.0.50 mac=- name=a1 reason=not-found
	2026-11-28T10:00:07Z s tftpd[9]: refused file=a client=10.8.0.50 mac=- name=a2 reason=not-found
	2026-11-28T10:00:08Z s tftpd[9]: silent client=10.9.0.99:1000 bytes=3 reason=not-a-request
	2026-11-28T10:00:08Z s dhcp-helper[1]: boot from=10.9.0.98:68 -> silent reason=too-short
	END
	) <<-'END'
		machine name=web1 mac=52:54:00:12:34:56 address=10.9.0.21 id=- arch=-
		machine name=web2 mac=52:54:00:00:00:02 address=10.8.0.22 id=- arch=x64
		machine name=web2 mac=52:54:00:00:00:03 address=- id=- arch=x64
		also 10.9.0.23 is 52:54:00:00:00:04
		machine name=- mac=52:54:00:00:00:04 address=10.9.0.23 id=- arch=x64
		machine name=r1 mac=- address=- id=uuid:4c4c4544-0042-4710-8057-b4c04f564432 arch=x64
		machine name=a1 mac=- address=10.8.0.50 id=- arch=-
		machine name=a2 mac=- address=10.8.0.50 id=- arch=-
	END
}

@test "what dhcp-helper, tftpd and httpd log in real use is read, and is as the document says" {
	namespace_begin
	helper=$top/dhcp-helper/dhcp-helper
	compile=$top/mkbootroot/mkbootroot
	link_add eth0 pc0 10.9.0.1/24 02:00:00:00:00
	map_default
	: >"$dir/log"
	: >"$dir/starts"
	client_begin
	serve_both -- -v
	for each in 1 2 3; do
		run -0 client
	done
	silent ignore --mac 52:54:00:00:00:0a
	to_disk --mac 52:54:00:00:00:0b
	silent not-for-us --type 3 --option 54:0a090002 --option 50:0a090015
	run -0 client --mac 52:54:00:00:00:0c --option 77:69505845
	grep -q 'stage=ipxe' "$dir/log"

	mkdir -p "$dir/tftp"
	printf 'hello\n' >"$dir/tftp/hello"
	: >"$dir/tftp/closed"
	chmod 600 "$dir/tftp/closed"
	behind "$top/tftpd/tftpd" -dv -T 5000 -c 20:2 -l 10.9.0.1 -m "$dir/none.cdb" "$dir/tftp" 2>"$dir/tftpd.log"
	tftpd=$pid
	behind "$top/httpd/httpd" -dv -l 10.9.0.1 -m "$dir/none.cdb" "$dir/tftp" 2>"$dir/httpd.log"
	httpd=$pid
	wait_for 60 both_listen
	LOG=$dir/tftpd.log inside python3 "$BATS_TEST_DIRNAME/tftp_raw.py" 10.9.0.1 <<-'END'
		import os
		def logged(word):
		    deadline = now() + 30
		    while not any(l.startswith(word) for l in open(os.environ["LOG"])):
		        if now() > deadline:
		            fail("no line " + word)
		        time.sleep(0.05)
		def fetch(name, *options):
		    c = Client()
		    c.ask(name, *options)
		    return c
		c = fetch("hello")
		c.expect(data(1, b"hello\n"))
		c.send(ack(1))
		for name in ("none", "../none", "closed", "pxelinux.cfg/x y", "", "\\Boot\\BCD"):
		    fetch(name).receive()
		Client().raw(b"\0\7nothing")
		c = fetch("hello")
		c.expect(data(1, b"hello\n"))
		c.send(error(3, "no: room"))
		# Only then there are two places.
		logged("sent ")
		logged("aborted ")
		held = [fetch("hello") for i in range(3)]
		held[0].expect(data(1, b"hello\n"))
		held[1].expect(data(1, b"hello\n"))
		held[0].ask("none")
	END
	inside curl -s -o "$dir/got" http://10.9.0.1/hello http://10.9.0.1/none http://10.9.0.1/closed
	inside curl -s -I -o "$dir/got" http://10.9.0.1/hello
	inside curl -s -r 1-2 -o "$dir/got" http://10.9.0.1/hello
	inside curl -s --etag-save "$dir/etag" -o "$dir/got" http://10.9.0.1/hello
	inside curl -s --etag-compare "$dir/etag" -o "$dir/got" http://10.9.0.1/hello
	kill -USR1 "$tftpd" "$httpd"
	wait_for_line 60 "$dir/tftpd.log" '^put off file=hello client=10.9.0.1 mac=- name=-: too many'
	wait_for_line 60 "$dir/tftpd.log" '^ended '
	wait_for_line 60 "$dir/tftpd.log" '^counters '
	wait_for_line 60 "$dir/httpd.log" '^counters '
	wait_for_line 60 "$dir/httpd.log" '^unchanged ' || { cat "$dir/httpd.log"; return 1; }
	for program in sent refused aborted silent; do
		grep -q "^$program " "$dir/tftpd.log"
	done
	for program in sent refused probe; do
		grep -q "^$program " "$dir/httpd.log"
	done
	{
		sed 's/^/tftpd: /' "$dir/tftpd.log"
		sed 's/^/httpd: /' "$dir/httpd.log"
		sed 's/^/dhcp-helper: /' "$dir/log"
	} | sed 's/^\([a-z-]*: \)\1/\1/' | as_documented
	for word in boots= told silent sent refused aborted put-off ended unchanged probe counters \
	    arch= chosen= hint= msg= path= rule= server= stage= via=; do
		grep -qxF "seen $word" "$work/checked" || echo "not seen: $word"
	done >"$work/not"
	cat "$work/not"
	[ ! -s "$work/not" ]
}

both_listen() {
	port_is_open udp 69 && port_is_open tcp 80
}
