#!/usr/bin/env bats
# tftpd: who asks, and what that client sees under a name.

bats_require_minimum_version 1.5.0
load tftpd

setup() {
	tftpd_begin
	mkdir -p "$root/image/sub" "$root/other"
	printf 'root' >"$root/both"
	printf 'image' >"$root/image/both"
	printf 'deep' >"$root/image/sub/deep"
	printf 'only root' >"$root/rootfile"
	printf 'other' >"$root/other/file"
	printf 'kernel' >"$root/image/vmlinuz"
	printf 'initrd' >"$root/image/initrd.img"
	printf 'loader' >"$root/image/sub/loader"
	chmod -R a+rX "$root"
}

teardown() {
	namespace_end
}

# map LINE...: compiles these lines.
map() {
	printf '%s\n' "$@" >"$dir/clients"
	"$top/mkbootroot/mkbootroot" -q -f "$dir/clients" -m "$dir/clients.cdb" -r "$root"
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
	logged "^cannot read map $dir/clients.cdb: .*; the old one is kept$"
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
		assert b" one\n" in script, script
		assert b"APPEND one" in one, one
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
		pxelinux = (b"DEFAULT boot\nPROMPT 0\nLABEL boot\n"
		    b"LINUX ::/image/vmlinuz\nINITRD ::/image/initrd.img\n"
		    b"APPEND console=ttyS0 a;b=$c\n")
		grub = (b"linux '/image/vmlinuz' 'console=ttyS0' 'a;b=$c'\n"
		    b"initrd '/image/initrd.img'\nboot\n")
		ipxe = (b"#!ipxe\nkernel /image/vmlinuz initrd=initrd0 "
		    b"console=ttyS0 a;b=$c\n"
		    b"initrd --name initrd0 /image/initrd.img\nboot\n")
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
