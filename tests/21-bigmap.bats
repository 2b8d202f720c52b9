#!/usr/bin/env bats
# Large maps: what they cost, and that they are the same map.

bats_require_minimum_version 1.5.0

load fixtures/bootroot

setup() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	dir=$BATS_TEST_TMPDIR
	mkdir -p "$dir/root/img"
	pxelinux_program "$dir/root/img/pxelinux.0"
	echo x >"$dir/root/img/ldlinux.c32"
	touch "$dir/root/img/linux"
}

mkbootroot() {
	"$top/mkbootroot/mkbootroot" -r "$dir/root" "$@"
}

# clients NUMBER [args]: so many lines.
clients() {
	python3 "$top/tests/clients_text.py" "$@"
}

# peak_kib COMMAND: the most memory that it had.
peak_kib() {
	python3 - "$@" <<-'EOF'
		import os, sys
		pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
		_, status, used = os.wait4(pid, 0)
		assert status == 0, status
		print(used.ru_maxrss)
	EOF
}

# grows_by NUMBER [args]: bytes for each client above NUMBER.
grows_by() {
	clients "$1" "${@:2}" >"$dir/few"
	clients $((2 * $1)) "${@:2}" >"$dir/many"
	local few many
	few=$(peak_kib "$top/mkbootroot/mkbootroot" -r "$dir/root" \
	    -m "$dir/map" -f "$dir/few")
	many=$(peak_kib "$top/mkbootroot/mkbootroot" -r "$dir/root" \
	    -m "$dir/map" -f "$dir/many")
	echo $(((many - few) * 1024 / $1))
}

@test "a client takes at most 100 bytes of memory" {
	local bytes
	bytes=$(grows_by 200000)
	echo "$bytes bytes"
	[ "$bytes" -gt 20 ]
	[ "$bytes" -le 100 ]
}

@test "args= of each client's own take what they say besides" {
	local bytes said=26
	bytes=$(grows_by 100000 args)
	echo "$bytes bytes"
	[ "$bytes" -le $((100 + said)) ]
}

@test "a large map is the same from a file, from a pipe, and once more" {
	clients 30000 args >"$dir/clients"
	mkbootroot -m "$dir/map" -f "$dir/clients"
	dd if="$dir/clients" bs=777 status=none |
	    mkbootroot -m "$dir/piped" -f -
	mkbootroot -m "$dir/again" -f "$dir/clients"
	cmp "$dir/map" "$dir/piped"
	cmp "$dir/map" "$dir/again"
	mkbootroot -m "$dir/map" dump >"$dir/dumped"
	mkbootroot -m "$dir/back" -f "$dir/dumped"
	cmp "$dir/map" "$dir/back"
}

# looked COUNT: how often the files are looked at for so many clients.
looked() {
	{
		echo 'image img - bios=pxelinux.0'
		for ((i = 0; i < $1; i++)); do
			printf '02:00:00:00:%02x:%02x - boot=img kernel=%s initrd=/img/linux\n' \
			    $((i / 256)) $((i % 256)) linux
		done
	} >"$dir/clients"
	strace -o "$dir/calls" -e trace=openat2,openat,newfstatat \
	    "$top/mkbootroot/mkbootroot" -r "$dir/root" -m "$dir/map" \
	    -f "$dir/clients"
	grep -c 'img/linux\|img/pxelinux.0' "$dir/calls"
}

@test "a named file is looked at once, however many clients name it" {
	local once
	once=$(looked 1)
	[ "$once" -ge 2 ]
	[ "$(looked 500)" = "$once" ]
}

@test "of many claims to one MAC, UUID and ip= each is found" {
	python3 - "$dir" <<-'EOF'
		import random, sys, uuid
		random.seed(7)
		said, lines, want = {}, [], []
		swapped = lambda u: uuid.UUID(bytes_le=u.bytes)
		for number in range(1, 20001):
		    mistakes = []
		    def claim(key, text, end=""):
		        first = said.setdefault(key, number)
		        if first != number:
		            mistakes.append("%s stands in line %d already%s" % (
		                text, first, end))
		    ip = "10.%d.%d.1" % divmod(random.randrange(40000), 256)
		    if random.random() < .8:
		        mac = "52:54:00:%02x:%02x:00" % divmod(
		            random.randrange(40000), 256)
		        who = mac
		        claim(mac, mac)
		    else:
		        u = uuid.UUID(int=random.randrange(8000) << 96 |
		            random.randrange(2) << 64)
		        who = "uuid:%s" % u
		        claim(u, who)
		    lines.append("%s - local ip=%s" % (who, ip))
		    claim(ip, "ip=" + ip)
		    if who[0] == "u" and not mistakes:
		        claim(swapped(u), who, ", with its first three fields "
		            "byte-swapped")
		    want += ["clients:%d: %s" % (number, m) for m in mistakes]
		open(sys.argv[1] + "/clients", "w").write("\n".join(lines) + "\n")
		open(sys.argv[1] + "/want", "w").write("\n".join(want) + "\n")
	EOF
	cd "$dir"
	run -1 --separate-stderr mkbootroot -m map -f clients
	[ "$(wc -l <want)" -gt 1000 ]
	diff want - <<<"$stderr"
}

@test "what a cdb file cannot hold is said, and the old map stays" {
	# The same program with a limit that is soon reached.
	mkdir "$dir/src"
	cp -pr "$top/Makefile" "$top/lib" "$top/tftpd" "$top/httpd" "$top/dhcp-helper" \
	    "$top/mkbootroot" "$dir/src"
	rm "$dir/src/mkbootroot/check/mapwrite.o" "$dir/src/mkbootroot/mkbootroot"
	make -s -C "$dir/src" CFLAGS=-DMAP_FILE_MAX=200000 \
	    mkbootroot/mkbootroot
	small=$dir/src/mkbootroot/mkbootroot
	cd "$dir"
	clients 1000 | "$small" -r root -m map -f -
	[ "$(stat -c %s map)" -le 200000 ]
	cp map old
	clients 2000 >clients
	run -1 "$small" -r root -m map -f clients
	[ "$output" = 'mkbootroot: cannot write map map: it is larger than the 4 GiB of a cdb file' ]
	cmp map old
	[ ! -e .map.new ]
	# The limit is exact: a file of that size is written.
	mkbootroot -m exact -f clients
	rm "$dir/src/mkbootroot/check/mapwrite.o"
	make -s -C "$dir/src" mkbootroot/mkbootroot \
	    CFLAGS="-DMAP_FILE_MAX=$(stat -c %s exact)"
	"$small" -r root -m map -f clients
	cmp map exact
}
