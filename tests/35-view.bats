#!/usr/bin/env bats
# tftpd: who asks, and what that client sees under a name.

bats_require_minimum_version 1.5.0
load tftpd
load fixtures/badmap

setup() {
	sender_begin
	mkdir -p "$root/image/sub" "$root/other" "$root/up"
	printf 'root' >"$root/both"
	printf 'image' >"$root/image/both"
	printf 'deep' >"$root/image/sub/deep"
	printf 'only root' >"$root/rootfile"
	printf 'other' >"$root/other/file"
	printf 'kernel' >"$root/image/vmlinuz"
	printf 'initrd' >"$root/image/initrd.img"
	printf 'loader' >"$root/image/sub/loader"
	chmod -R a+rX "$root"
	chmod a+w "$root/up"
}

@test "a client known by its MAC sees its image before the boot root" {
	map '52:54:00:12:34:56 web1 boot=image bios=sub/loader'
	tftpd_start
	namespace_pc 52:54:00:12:34:56
	pc_raw <<-'END'
		equal(Client().fetch("both"), b"image")
		equal(Client().fetch("/both"), b"image")
		equal(Client().fetch("sub/deep"), b"deep")
		equal(Client().fetch("deep"), b"deep")      # beside a boot file
		equal(Client().fetch("image/both"), b"image")
		equal(Client().fetch("rootfile"), b"only root")
	END
	logged '^sent file=image/both client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 '
}

@test "a request knows nothing of the one before it" {
	map '52:54:00:12:34:56 web1 boot=image bios=sub/loader kernel=vmlinuz'
	tftpd_start
	namespace_pc 52:54:00:12:34:56
	pc_raw <<-'END'
		for i in range(3):
		    equal(Client().fetch("rootfile"), b"only root")
		    c = Client()
		    c.ask("pxelinux.cfg/default", tsize=0)
		    sizes = c.receive()
		    c.send(ack(0))
		    text = c.receive()[4:]
		    equal(sizes, b"\0\6tsize\0%d\0" % len(text))
		    c.send(ack(1))
	END
	logged_times 3 '^sent file=pxelinux.cfg/default generated=PXELINUX '
}

@test "a client that the map does not know sees the boot root" {
	map '52:54:00:12:34:56 web1 boot=image bios=sub/loader'
	tftpd_start
	namespace_pc 52:54:00:99:99:99
	pc_raw <<-'END'
		equal(Client().fetch("both"), b"root")
		c = Client()
		c.ask("deep")
		c.expect_error(1)
	END
	logged 'file=both client=10.9.0.21 mac=52:54:00:99:99:99 name=- '
}

@test "without a map the boot root is served, and the log says what is wrong" {
	tftpd_start
	raw <<-'END'
		equal(Client().fetch("both"), b"root")
		equal(Client().fetch("both"), b"root")
	END
	logged "^cannot read map $dir/clients.cdb: No such file or directory$"
	[ "$(grep -c 'cannot read map' "$log")" = 1 ]
}

@test "a server that is started by hand has the map before anybody asks" {
	map 'default - boot=image'
	tftpd_start -v
	logged "^map $dir/clients.cdb is in use$"
}

@test "a new map is in use with the next request, a bad one never" {
	tftpd_start
	namespace_pc 52:54:00:12:34:56
	printf 'get = lambda: print(Client().fetch("both").decode())\nget()\n' >"$dir/get"
	run pc_raw <"$dir/get"
	[ "$output" = root ]
	map '52:54:00:12:34:56 web1 boot=image bios=sub/loader'
	run pc_raw <"$dir/get"
	[ "$output" = image ]
	head -c 2150 "$dir/clients.cdb" >"$dir/cut"
	chmod 644 "$dir/cut"
	mv "$dir/cut" "$dir/clients.cdb"
	run pc_raw <"$dir/get"
	[ "$output" = image ]
	logged "^cannot read map $dir/clients.cdb: .*; the old one stays in use$"
}

@test "a bad map is not as none: nobody is sent what may be the wrong file" {
	map '52:54:00:12:34:56 web1 boot=image bios=sub/loader'
	namespace_pc 52:54:00:12:34:56
	mv "$dir/clients.cdb" "$dir/good"
	local bad
	for bad in "${bad_maps[@]}"; do
		bad_map "${bad%% *}" "$dir/good" "$dir/clients.cdb"
		tftpd_start -w up
		echo "${bad%% *}"
		pc_raw <<-'END'
			for name in ("both", "rootfile", "pxelinux.cfg/default"):
			    c = Client()
			    c.ask(name)
			    c.expect_error(0)
			Client().put("log", b"x")
		END
		logged "^cannot read map $dir/clients.cdb: ${bad#* }; no file is sent before it can be read$"
		logged_times 3 '^refused file=.* reason=bad-map$'
		# It goes on when a good one comes, and when there is none.
		bad_map good "$dir/good" "$dir/clients.cdb"
		pc_raw <<<'equal(Client().fetch("both"), b"image")'
		[ "$(grep -c '^cannot read map' "$log")" = 1 ]
		rm -r "$root"/up/*
		kill "$tftpd"
		wait "$tftpd"
	done
	bad_map foreign "$dir/good" "$dir/clients.cdb"
	tftpd_start
	pc_raw <<-'END'
		c = Client()
		c.ask("both")
		c.expect_error(0)
	END
	rm "$dir/clients.cdb"
	pc_raw <<<'equal(Client().fetch("both"), b"root")'
	logged "^cannot read map $dir/clients.cdb: No such file or directory$"
}

@test "no bad map takes the place of the one in use" {
	map '52:54:00:12:34:56 web1 boot=image bios=sub/loader'
	namespace_pc 52:54:00:12:34:56
	mv "$dir/clients.cdb" "$dir/good"
	bad_map good "$dir/good" "$dir/clients.cdb"
	tftpd_start
	printf 'equal(Client().fetch("both"), b"image")\n' >"$dir/get"
	pc_raw <"$dir/get"
	local bad
	for bad in "${bad_maps[@]}"; do
		bad_map "${bad%% *}" "$dir/good" "$dir/clients.cdb"
		pc_raw <"$dir/get"
		logged "^cannot read map $dir/clients.cdb: ${bad#* }; the old one stays in use$"
	done
}

@test "a map that somebody writes in its place stays in use, as it was" {
	map '52:54:00:12:34:56 web1 boot=image bios=sub/loader'
	namespace_pc 52:54:00:12:34:56
	tftpd_start
	printf 'equal(Client().fetch("both"), b"image")\n' >"$dir/get"
	pc_raw <"$dir/get"
	cp "$dir/clients.cdb" "$dir/good"
	: >"$dir/clients.cdb"
	pc_raw <"$dir/get"
	head -c 2100 "$dir/good" >"$dir/clients.cdb"
	pc_raw <"$dir/get"
	logged "^cannot read map $dir/clients.cdb: it is not a map of bootroot; the old one stays in use$"
	logged "^cannot read map $dir/clients.cdb: it is cut or has grown; the old one stays in use$"
	map '52:54:00:12:34:56 web2 boot=other bios=file'
	cat "$dir/clients.cdb" >"$dir/good"
	cat "$dir/good" >"$dir/clients.cdb"
	pc_raw <<<'equal(Client().fetch("both"), b"root")'
	logged 'file=both .* name=web2 '
}

# large_map LINE...: the same with 20,000 clients more, above 1 MiB.
large_map() {
	map "$@" "$(seq 20000 | awk '{ printf "02:00:00:%02x:%02x:%02x client%d local\n", $1 / 65536, $1 / 256 % 256, $1 % 256, $1 }')"
	[ "$(stat -c %s "$dir/clients.cdb")" -gt 1048576 ]
}

# flip_in_map WHAT: one bit of the map, which has the same length after.
flip_in_map() {
	python3 - "$dir/clients.cdb" "$1" <<-'END'
		import struct, sys
		path, what = sys.argv[1:]
		b = bytearray(open(path, "rb").read())
		key = {"key": b"M525400123456", "record": b"web1", "rule": b"R00"}
		if what in key:
		    at = b.index(key[what])
		elif what == "pointer":	# of cdb's first table to its place
		    at = 8 * 7
		elif what == "slot":	# the place of the client's key
		    h = 5381
		    for c in key["key"]:
		        h = (h * 33 & 0xffffffff) ^ c
		    table, n = struct.unpack_from("<II", b, 8 * (h % 256))
		    at = next(table + 8 * i for i in range(n)
		        if struct.unpack_from("<I", b, table + 8 * i)[0] == h)
		else:
		    at = len(b) - 1
		b[at] ^= 1
		open(path + ".new", "wb").write(b)
	END
	mv "$dir/clients.cdb.new" "$dir/clients.cdb"
}

@test "of a large map each bit counts, also those that would only hide a client" {
	large_map '52:54:00:12:34:56 web1 boot=image bios=sub/loader' \
	    'remap - from=^secret refuse'
	printf 'secret' >"$root/secret"
	cp "$dir/clients.cdb" "$dir/good"
	namespace_pc 52:54:00:12:34:56
	local what
	for what in key record rule pointer slot end; do
		echo "$what"
		cp "$dir/good" "$dir/clients.cdb"
		flip_in_map "$what"
		tftpd_start
		pc_raw <<-'END'
			for name in ("both", "secret", "pxelinux.cfg/default"):
			    c = Client()
			    c.ask(name)
			    c.expect_error(0)
		END
		logged "^cannot read map $dir/clients.cdb: it is corrupt: its checksum is wrong; no file is sent before it can be read$"
		logged_times 3 '^refused file=.* reason=bad-map$'
		kill "$tftpd"
		wait "$tftpd"
	done
	# Nor does it take the place of a good one.
	cp "$dir/good" "$dir/clients.cdb"
	tftpd_start
	pc_raw <<<'equal(Client().fetch("both"), b"image")'
	flip_in_map key
	pc_raw <<<'equal(Client().fetch("both"), b"image")'
	logged "^cannot read map $dir/clients.cdb: it is corrupt: its checksum is wrong; the old one stays in use$"
}

# Its change time is older than the step of the clock that gives it.
map_is_settled() {
	python3 -c 'import os, sys, time
sys.exit(time.time() - os.stat(sys.argv[1]).st_ctime < .1)' "$dir/clients.cdb"
}

@test "a map is read once, whether it is good or bad" {
	large_map '52:54:00:12:34:56 web1 boot=image bios=sub/loader'
	namespace_pc 52:54:00:12:34:56
	local code
	for code in 1 0; do
		[ "$code" = 1 ] || flip_in_map key
		wait_for 60 map_is_settled
		: >"$log"
		: >"$dir/trace"
		behind strace -D -f -e trace=openat -o "$dir/trace" \
		    "$top/tftpd/tftpd" -d -T 5000 -l 0.0.0.0 \
		    -m "$dir/clients.cdb" "$root" 2>"$log"
		tftpd=$pid
		wait_for 60 tftpd_listens
		pc_raw <<-END
			for i in range(20):
			    c = Client()
			    c.ask("nothing")
			    c.expect_error($code)
		END
		[ "$(grep -c 'clients.cdb", O_RDONLY' "$dir/trace")" = 1 ]
		kill "$tftpd"
		wait "$tftpd" || :
	done
	logged_times 20 'reason=bad-map$'
}

@test "a large map that is cut and written in its place in a loop ends no server and misleads no client" {
	large_map '52:54:00:12:34:56 web1 boot=image bios=sub/loader'
	namespace_pc 52:54:00:12:34:56
	tftpd_start -c 1000:1000
	printf 'equal(Client().fetch("both"), b"image")\n' >"$dir/get"
	pc_raw <"$dir/get"
	cp "$dir/clients.cdb" "$dir/good"
	python3 - "$dir" <<-'END' &
		import os, sys
		good = open(sys.argv[1] + "/good", "rb").read()
		fd = os.open(sys.argv[1] + "/clients.cdb", os.O_WRONLY)
		while True:
		    os.ftruncate(fd, 0)
		    for at in range(0, len(good), 65536):
		        os.pwrite(fd, good[at:at + 65536], at)
		    os.pwrite(fd, bytes(65536), 1 << 20)
		    os.ftruncate(fd, 3000)
	END
	local writer=$!
	pids+=("$writer")
	pc_raw <<-'END'
		for i in range(300):
		    equal(Client().fetch("both"), b"image")
	END
	kill "$writer"
	wait "$writer" || :
	bad_map good "$dir/good" "$dir/clients.cdb"
	pc_raw <"$dir/get"
	[ "$(awk '/^State/ { print $2 }' "/proc/$tftpd/status")" != Z ]
}

@test "a transfer has not the memory that the map is in" {
	local size sizes=()
	namespace_pc 52:54:00:12:34:56
	export dir tftpd
	for size in map large_map; do
		"$size" '52:54:00:12:34:56 web1 boot=image bios=sub/loader'
		tftpd_start
		pc_raw <<-'END'
			import os
			c = Client()
			c.ask("both")
			c.expect(data(1, b"image"))
			pid = os.environ["tftpd"]
			child = open("/proc/%s/task/%s/children" % (pid, pid)).read().strip()
			def size(pid):
			    for line in open("/proc/%s/status" % pid):
			        if line.startswith("VmSize:"):
			            return int(line.split()[1])
			open(os.environ["dir"] + "/size", "w").write(str(size(child)))
			# Nor the requests that wait, and whatever else the parent works with.
			equal(size(pid) - size(child) > 4096, True)
			c.send(ack(1))
		END
		sizes+=("$(cat "$dir/size")")
		kill "$tftpd"
		wait "$tftpd"
	done
	[ $((sizes[1] - sizes[0])) -lt 512 ]
}

@test "a client whose record is corrupt is sent nothing" {
	map '52:54:00:12:34:56 web1 boot=image bios=sub/loader' \
	    '02:00:00:00:00:07 client7 local'
	namespace_pc 52:54:00:12:34:56
	bad_record web1 "$dir/clients.cdb"
	tftpd_start
	pc_raw <<-'END'
		c = Client()
		c.ask("both")
		c.expect_error(0)
	END
	logged '^refused file=both .* reason=corrupt-map$'
	at_pc ip link set eth0 address 02:00:00:00:00:07
	pc_raw <<<'equal(Client().fetch("both"), b"root")'
	logged 'file=both .* name=client7 '
}

@test "a client behind a router is known by its ip=" {
	map '52:54:00:12:34:56 web1 boot=image bios=sub/loader ip=127.0.0.9'
	tftpd_start
	raw <<-'END'
		equal(Client("127.0.0.9").fetch("both"), b"image")
		equal(Client("127.0.0.8").fetch("both"), b"root")
	END
	logged 'client=127.0.0.9 mac=52:54:00:12:34:56 name=web1 '
}

@test "where MAC and ip= name two clients the MAC counts, and the log says so" {
	map '52:54:00:12:34:56 web1 boot=image bios=sub/loader' \
	    '52:54:00:00:00:02 web2 boot=other x64=file ip=10.9.0.21'
	tftpd_start
	namespace_pc 52:54:00:12:34:56
	pc_raw <<-'END'
		equal(Client().fetch("both"), b"image")
	END
	logged '^client=10.9.0.21: its MAC and the ip= of the map name two clients; the MAC counts$'
}

@test "a MAC or UUID in the name says who asks where nothing else does" {
	map '52:54:00:12:34:56 web1 boot=image kernel=vmlinuz args=one' \
	    'uuid:4c4c4544-0042-4710-8057-b4c04f564432 r640 boot=image kernel=vmlinuz args=two'
	tftpd_start
	raw <<-'END'
		one = Client().fetch("pxelinux.cfg/01-52-54-00-12-34-56")
		two = Client().fetch("grub/grub.cfg-4c4c4544-0042-4710-8057-b4c04f564432")
		script = Client().fetch("01-52-54-00-12-34-56.ipxe")
		assert b" one || goto failed\n" in script, script
		assert b"APPEND BOOTIF=01-52-54-00-12-34-56 one" in one, one
		assert b"'two'" in two, two
		c = Client()
		c.ask("pxelinux.cfg/01-52-54-00-12-34-57")
		c.expect_error(1)
	END
	logged 'file=pxelinux.cfg/01-52-54-00-12-34-56 generated=PXELINUX client=127.0.0.1 .* name=web1 '
}

@test "each loader gets the configuration of its language under its names" {
	map '52:54:00:12:34:56 web1 boot=image kernel=vmlinuz initrd=initrd.img args="console=ttyS0 a;b=$c"'
	tftpd_start
	namespace_pc 52:54:00:12:34:56
	pc_raw <<-'END'
		pxelinux = (b"DEFAULT boot\nPROMPT 0\nTIMEOUT 600\nLABEL boot\n"
		    b"LINUX ::/image/vmlinuz\nINITRD ::/image/initrd.img\n"
		    b"APPEND BOOTIF=01-52-54-00-12-34-56 console=ttyS0 a;b=$c\n")
		grub = (b"linux '/image/vmlinuz' 'BOOTIF=01-52-54-00-12-34-56' 'console=ttyS0' 'a;b=$c'\n"
		    b"initrd '/image/initrd.img'\nif [ \"$?\" = 0 ]; then boot; fi\n"
		    b"echo 'This has not started. The machine starts anew in 60 seconds (Esc: now).'\n"
		    b"sleep --interruptible 60\nreboot\n")
		ipxe = (b"#!ipxe\nkernel /image/vmlinuz initrd=initrd0 "
		    b"BOOTIF=01-52-54-00-12-34-56 console=ttyS0 a;b=$c || goto failed\n"
		    b"initrd --name initrd0 /image/initrd.img || goto failed\nboot || goto failed\n"
		    b":failed\necho This has not started. The machine starts anew in 60 seconds\n"
		    b"sleep 60 ||\nreboot ||\nexit 1\n")
		for name, text in (
		        ("pxelinux.cfg/01-52-54-00-12-34-56", pxelinux),
		        ("image/pxelinux.cfg/default", pxelinux),
		        ("image/sub/pxelinux.cfg/0A090015", pxelinux),
		        ("/pxelinux.cfg/4c4c4544-0042-4710-8057-b4c04f564432", pxelinux),
		        ("grub.cfg", grub),
		        ("/grub/grub.cfg", grub),
		        ("/debian-installer/amd64/grub/grub.cfg", grub),
		        ("grub/grub.cfg-01-52-54-00-12-34-56", grub),
		        ("boot.ipxe", ipxe),
		        ("web1.ipxe", ipxe)):
		    got = Client().fetch(name)
		    if got != text:
		        fail("%s: %r" % (name, got))
		for name in ("pxelinux.cfg/f1.txt", "grub/x86_64-efi/grub.cfg",
		        "web2.ipxe", "pxelinux.cfg/01-52-54-00-12-34-56/x"):
		    c = Client()
		    c.ask(name)
		    c.expect_error(1)
	END
}

@test "without a kernel the image keeps its own configuration" {
	mkdir -p "$root/image/pxelinux.cfg"
	printf 'own' >"$root/image/pxelinux.cfg/default"
	chmod -R a+rX "$root"
	map '52:54:00:12:34:56 web1 boot=image bios=sub/loader'
	tftpd_start
	namespace_pc 52:54:00:12:34:56
	pc_raw <<-'END'
		c = Client()
		c.ask("image/pxelinux.cfg/01-52-54-00-12-34-56")
		c.expect_error(1)
		equal(Client().fetch("image/pxelinux.cfg/default"), b"own")
	END
}

@test "a script for iPXE's EFI build names the server, for GRUB's sake" {
	mkdir "$root/efi"
	printf 'x' >"$root/efi/grubx64.efi"
	chmod -R a+rX "$root"
	map '52:54:00:12:34:56 web1 boot=efi'
	tftpd_start
	namespace_pc 52:54:00:12:34:56
	pc_raw <<-'END'
		equal(Client().fetch("boot.ipxe"), b"#!ipxe\n"
		    b"set netX/next-server 10.9.0.1\n"
		    b"iseq ${buildarch}-${platform} x86_64-efi && chain "
		    b"/efi/grubx64.efi ||\n")
	END
}

@test "a boot file of another server is not here, and the log says so" {
	map '52:54:00:12:34:56 web1 boot=image x64="tftp://10.20.0.6/boot\\x64\\w.efi" bios=tftp://10.20.0.6/rootfile arm64=-'
	tftpd_start
	namespace_pc 52:54:00:12:34:56
	pc_raw <<-'END'
		for name in "boot\\x64\\w.efi", "nothing":
		    c = Client()
		    c.ask(name)
		    c.expect_error(1)
		equal(Client().fetch("rootfile"), b"only root")     # if it is here
	END
	logged '^refused file=boot.* reason=on-another-server$'
	logged '^refused file=nothing .* reason=not-found$'
	run "$top/mkbootroot/mkbootroot" -m "$dir/clients.cdb" -r "$root" explain web1 file=boot/x64/w.efi
	[ "$status" = 1 ]
	[ "${lines[-1]}" = '  error 1: it is not here, but on another server: x64="tftp://10.20.0.6/boot\\x64\\w.efi"' ]
}

@test "however many folders boot files lie in, the boot root is looked in" {
	local line='52:54:00:12:34:56 web1 boot=image' i
	for i in {50..89}; do
		mkdir "$root/f$i"
		echo x >"$root/f$i/a"
		line+=" arch$i=/f$i/a"
	done
	chmod -R a+rX "$root"
	map "$line"
	tftpd_start
	namespace_pc 52:54:00:12:34:56
	pc_raw <<-'END'
		equal(Client().fetch("rootfile"), b"only root")
	END
}
