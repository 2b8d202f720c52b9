#!/usr/bin/env bats
# Clients that are installed once: they say to tftpd or httpd that they are done, or have
# all of their last file; and what is kept from them then. Each test does the same by
# both.
# Takes long: begins first.

bats_require_minimum_version 1.5.0
load 'done'
load disk

setup() {
	done_begin
}

teardown() {
	cd /
	# The servers have it open, and end later.
	! mountpoint -q "$dir/done" || umount --lazy "$dir/done"
	namespace_end
}

# start_both [OPTION...]: tftpd, and httpd with a log of its own: log_of PROTOCOL.
start_both() {
	log=$dir/log.http
	httpd_start -D "$dir/done" "$@"
	log=$dir/log.tftp
	tftpd_start -D "$dir/done" "$@"
}

# both TEST...: by TFTP and then by HTTP; `client` and `pc_client` ask, `log` is the log.
both() {
	client=tftp pc_client=pc_tftp log=$dir/log.tftp by=tftp "$@"
	client=web pc_client=pc_web log=$dir/log.http by=http "$@"
}

says_done() {
	$pc_client <<-'END'
		get("deb/linux")
		assert b"linux" in get("pxelinux.cfg/01-52-54-00-12-34-56")
		equal(get("done/"), b"done\n")
		equal(get("done/01-52-54-00-12-34-56"), b"done\n")
		refused("deb/linux")
		assert b"linux" not in get("pxelinux.cfg/01-52-54-00-12-34-56")
		# What is nobody's is for everybody, and so are the loaders.
		equal(get("loaders/linux"), b"loaders kernel")
		equal(get("hello"), b"hello\n")
	END
	logged_times 1 "^done client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 by=$by\$"
	logged '^sent file=done/ generated=done client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 '
	logged '^refused file=deb/linux client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 .*reason=done$'
	are_done 01-52-54-00-12-34-56 01-52-54-00-12-34-57
	[ "$(cat "$dir/done/01-52-54-00-12-34-56")" = "$by 10.9.0.21" ]
	# Without a restart.
	again web1
	$pc_client <<<'get("deb/linux")'
}

@test "a client says that it is done, and boots its disk until it is armed again" {
	namespace_pc 52:54:00:12:34:56
	start_both
	both says_done
}

says_it_twice() {
	$pc_client <<<'get("done/")'
	touch -d @1000000000 "$dir/done/01-52-54-00-12-34-56"
	$pc_client <<<'get("done/"); get("done/01-52-54-00-12-34-56")'
	[ "$(stat -c %Y "$dir/done/01-52-54-00-12-34-56")" = 1000000000 ]
	logged_times 1 '^done '
	rm "$dir/done"/*
}

@test "who says it twice gets the same answer, and the first time stays" {
	namespace_pc 52:54:00:12:34:56
	start_both
	both says_it_twice
}

says_it_by_name() {
	$client <<-'END'
		get("deb/linux")
		equal(get("done/01-52-54-00-ab-cd-ef"), b"done\n")
		equal(get("done/4c4c4544-0042-4710-8057-b4c04f564432"), b"done\n")
		# Firmware may have the other byte order.
		equal(get("done/44454c4c-4200-1047-8057-b4c04f564432"), b"done\n")
		equal(get("done/", "10.9.0.7"), b"done\n")
	END
	logged "^done client=127.0.0.1 mac=52:54:00:ab:cd:ef name=db1 by=$by\$"
	logged "^done client=127.0.0.1 mac=- name=r640 by=$by\$"
	logged_times 1 ' name=r640 by='
	logged "^done client=10.9.0.7 mac=52:54:00:00:00:07 name=pc7 by=$by\$"
	rm "$dir/done/"{01-52-54-00-{ab-cd-ef,00-00-07},4*}
	nobody_is_done
}

says_it_often() {
	local fsyncs
	$client <<-'END'
		for i in range(50):
		    equal(get("done/01-52-54-00-ab-cd-ef"), b"done\n")
	END
	are_done 01-52-54-00-ab-cd-ef
	fsyncs=$(grep -c 'fsync(' "$dir/trace.$by")
	[ "$fsyncs" -ge 1 ]
	[ "$fsyncs" -le 2 ]
	# Another file of the same name is not on the disk.
	again db1
	$client <<<'equal(get("done/01-52-54-00-ab-cd-ef"), b"done\n")'
	[ "$(grep -c 'fsync(' "$dir/trace.$by")" -ge "$((fsyncs + 2))" ]
	are_done 01-52-54-00-ab-cd-ef
}

# A disk takes its time for it, and nobody is served meanwhile.
@test "who says it again and again is brought to the disk once" {
	command -v strace >/dev/null || skip 'there is no strace'
	start_both
	local server
	for server in "tftp $tftpd" "http $httpd"; do
		behind strace -qq -e trace=fsync -o "$dir/trace.${server% *}" -p "${server#* }"
		wait_for 60 grep -q 'TracerPid:.*[1-9]' "/proc/${server#* }/status"
	done
	both says_it_often
}

@test "behind a router its name says who it is, or its address" {
	inside ip addr add 10.9.0.7/32 dev lo
	start_both
	both says_it_by_name
}

says_it_with_another_card() {
	$pc_client <<-'END'
		get("deb/linux")
		equal(get("done/01-52-54-00-12-34-57"), b"done\n")
		refused("deb/linux")
	END
	# The other card of this machine is done as well.
	$client <<<'assert b"linux" not in get("pxelinux.cfg/01-52-54-00-12-34-57")'
	are_done 01-52-54-00-12-34-56 01-52-54-00-12-34-57
	again web1
}

@test "the cards of one name are one machine" {
	namespace_pc 52:54:00:12:34:56
	start_both
	both says_it_with_another_card
}

says_it_for_another() {
	$pc_client <<-'END'
		refused("done/01-52-54-00-ab-cd-ef")
		refused("done/01-00-00-00-00-00-01")
		refused("done/4c4c4544-0042-4710-8057-b4c04f564432")
	END
	logged_times 3 '^refused file=done/[^ ]+ client=10.9.0.21 mac=52:54:00:12:34:56 name=web1 .*reason=done-by-another$'
	$client <<<'refused("done/01-52-54-00-ab-cd-ef", "10.9.0.7")'
	logged '^refused file=done/[^ ]+ client=10.9.0.7 mac=52:54:00:00:00:07 name=pc7 .*reason=done-by-another$'
	nobody_is_done
}

@test "nobody says it for another machine than the neighbour table, or ip=, knows" {
	namespace_pc 52:54:00:12:34:56
	inside ip addr add 10.9.0.7/32 dev lo
	start_both
	both says_it_for_another
}

# A card of the machine that the map knows by its UUID only.
says_it_by_uuid() {
	$pc_client <<<'equal(get("done/4c4c4544-0042-4710-8057-b4c04f564432"), b"done\n")'
	are_done 4c4c4544-0042-4710-8057-b4c04f564432
	rm "$dir/done"/*
}

# However it spells the name.
@test "no spelling of another machine's name makes that done" {
	namespace_pc 52:54:00:12:34:56
	log=$dir/log.http
	httpd_start -D "$dir/done"
	pc_web <<-'END'
		name = "done/01-52-54-00-ab-cd-ef"
		encoded = "".join("%%%02x" % ord(c) for c in name)
		for spelled in name, "/" + name, "./" + name, encoded, name.replace("/", "%2f"), name.replace("/", "\\"), name.replace("/", "%5c"), \
		        name.replace("/", "//"), name.replace("/", "/./"), "%2e/" + name, "%2f" + name, name.replace("ab", "AB"), name + "?x", name + "#x":
		    equal((spelled, Connection().get(spelled).status), (spelled, 403))
		for spelled in name + "/", name + "%20", name + ".", name + ";x", "deb/../" + name, "x/" + name, name.replace("-", ":"), name.upper():
		    a = Connection().get(spelled)
		    assert a.status in (403, 404), (spelled, a.status)
	END
	nobody_is_done
}

@test "a neighbour without a line says it by the UUID of its line" {
	done_map 'default - boot=deb once'
	namespace_pc 52:54:00:77:77:77
	start_both
	both says_it_by_uuid
}

says_what_is_not_once() {
	$pc_client <<<'refused("done/"); refused("done/01-52-54-00-00-00-06"); get("deb/linux")'
	logged_times 2 '^refused file=done/.* name=pc6 .*reason=not-once$'
	$client <<<'refused("done/"); refused("done/01-00-00-00-00-00-01")'
	logged_times 2 '^refused file=done/.* name=- .*reason=not-once$'
	nobody_is_done
}

@test "who boots nothing once says nothing by it, and neither does a stranger" {
	namespace_pc 52:54:00:00:00:06
	start_both
	both says_what_is_not_once
}

default_says_it() {
	# By the UUID alone it is not known yet who that is: PXELINUX goes on then.
	$client <<-'END'
		refused("done/")
		refused("done/00112233-4455-6677-8899-aabbccddeeff")
		refused("deb/linux")
		assert b"linux" in get("pxelinux.cfg/01-52-54-00-99-99-99")
		equal(get("done/01-52-54-00-99-99-99"), b"done\n")
		assert b"linux" not in get("pxelinux.cfg/01-52-54-00-99-99-99")
		assert b"linux" in get("pxelinux.cfg/01-52-54-00-99-99-98")
	END
	logged_times 2 '^refused file=done/.* reason=no-identity$'
	logged '^refused file=deb/linux .* reason=no-identity$'
	are_done 01-52-54-00-99-99-99
	rm "$dir/done"/*
}

not_found() {
	case $by in
	tftp) tftp <<<"c = Client(); c.ask('$1'); c.expect_error(1)" ;;
	http) web <<<"ask('$1', None, 404)" ;;
	esac
}

@test "a client of default is done by its MAC address; without it, it is nobody" {
	done_map 'default - boot=deb once'
	start_both
	both default_says_it
	both not_found pxelinux.cfg/00112233-4455-6677-8899-aabbccddeeff
}

is_kept_from_others() {
	# inst says once itself. web1 does not boot it, nor does a stranger.
	$pc_client <<-'END'
		refused("inst/linux")
		refused("inst/initrd.gz")
		equal(get("deb/linux"), b"deb kernel")
	END
	logged_times 2 '^refused file=inst/.* name=web1 .*reason=not-armed$'
	$client <<-'END'
		refused("inst/linux")
		refused("/inst/./linux")
		equal(get("deb/linux"), b"deb kernel")
		equal(get("loaders/linux"), b"loaders kernel")
	END
	not_found inst/nothing
}

@test "an image that says once is kept from who does not boot it" {
	namespace_pc 52:54:00:12:34:56
	start_both
	both is_kept_from_others
}

is_kept_from_done() {
	$pc_client <<-'END'
		equal(get("linux"), b"inst kernel")
		equal(get("grubx64.efi"), b"inst GRUB")
		equal(get("done/"), b"done\n")
		refused("inst/linux")
		# What is kept is passed over, where another file has the name.
		equal(get("grubx64.efi"), b"root GRUB")
		equal(get("deb/linux"), b"deb kernel")
	END
	logged '^refused file=inst/linux .* name=pc5 .*reason=done$'
	rm "$dir/done"/*
}

@test "an image that says once is kept from who has booted it" {
	namespace_pc 52:54:00:00:00:05
	start_both
	both is_kept_from_done
}

# What is only begun, or only probed, and other files do not count.
@test "once=sent by TFTP: with the last ACK of the last initrd, and not before" {
	namespace_pc 52:54:00:00:00:08
	start_both
	pc_tftp <<-'END'
		get("deb/linux")
		get("deb/extra.gz")
		c = Client()
		c.ask("deb/initrd.gz", tsize=0)
		parse_oack(c.receive())
		c.send(error(8, "only the size"))
		c = Client()
		c.ask("deb/initrd.gz")
		for block in range(1, 138):
		    equal(c.receive()[:4], data(block, b""))
		    c.send(ack(block) if block < 137 else error(0, "no more"))
	END
	logged '^probe file=deb/initrd.gz '
	logged '^aborted file=deb/initrd.gz .* bytes=69632 '
	nobody_is_done
	pc_tftp <<<'Client().fetch("deb/initrd.gz", window=8, blksize=1400, windowsize=8)'
	logged '^done client=10.9.0.21 mac=52:54:00:00:00:08 name=pc8 by=sent$'
	are_done 01-52-54-00-00-00-08
	[ "$(cat "$dir/done/"*)" = 'sent 10.9.0.21' ]
	pc_tftp <<<'refused("deb/initrd.gz")'
}

says_it_past_rules() {
	case $by in
	tftp) pc_tftp <<<'refused("done/4c4c4544-0042-4710-8057-b4c04f564432")' ;;
	http) pc_web <<<'ask("done/4c4c4544-0042-4710-8057-b4c04f564432", None, 404)' ;;
	esac
	$pc_client <<-'END'
		equal(get("done/01-52-54-00-12-34-56"), b"done\n")
		equal(get("done/"), b"done\n")
	END
	logged '^refused file=done/4c4c[^ ]* .* reason=remap-refuses$'
	logged_times 1 '^done '
	again web1
}

@test "rules of remap that give every name another one leave this one, and can refuse it" {
	done_map 'remap - from=^done/4c refuse' 'remap - from=^ to=sub/'
	namespace_pc 52:54:00:12:34:56
	start_both
	both says_it_past_rules
}

# changes_at_end SED SCRIPT: begin, and end behind a change of the map.
changes_at_end() {
	done_map
	$pc_client <<-END
		import subprocess
		def change():
		    subprocess.check_call(["sed", "-i", "$1", "$dir/clients"])
		    subprocess.check_call(["$top/mkbootroot/mkbootroot", "-q", "-f", "$dir/clients", "-m", "$dir/clients.cdb",
		        "-r", "$root", "-D", "$dir/done"])
		    get("hello")
		$2
	END
	logged '^sent file=deb/initrd.gz .* bytes=70000 '
	nobody_is_done
}

# The second is lost without another word: it is to say that it is done from now on.
changes_twice() {
	changes_at_end 's/pc8 boot=deb/pc8 boot=inst/' "$1"
	logged_times 1 '^sent file=deb/initrd.gz '
	changes_at_end 's/pc8 boot=deb once=sent/pc8 boot=deb once/' "$1"
	logged_times 2 '^sent file=deb/initrd.gz '
	nobody_is_done
}

@test "once=sent: the map may change before the end, and the image or the word with it" {
	namespace_pc 52:54:00:00:00:08
	start_both
	client=tftp pc_client=pc_tftp log=$dir/log.tftp by=tftp changes_twice 'c = Client()
c.ask("deb/initrd.gz", blksize=1400)
parse_oack(c.receive())
c.send(ack(0))
c.receive()
change()
c.send(ack(1))
c.take(1400, block=1)'
	client=web pc_client=pc_web log=$dir/log.http by=http changes_twice 'c = Connection(room=2048)
c.ask("deb/initrd.gz")
c.head()
change()
while len(c.bytes) < 70000:
    equal(c.more(), 1)'
}

@test "once=sent without an initrd: the kernel" {
	mkdir "$root/bare"
	cp "$root/deb/linux" "$root/bare"
	done_map 'image bare - kernel=linux' '52:54:00:00:00:09 pc9 boot=bare once=sent'
	namespace_pc 52:54:00:00:00:09
	start_both
	both fetches_kernel
}

fetches_kernel() {
	$pc_client <<<'get("bare/linux")'
	logged "^done client=10.9.0.21 mac=52:54:00:00:00:09 name=pc9 by=sent\$"
	again pc9
}

@test "once=sent: a client of a multicast group" {
	cache_needs atftp
	namespace_pc 52:54:00:00:00:08
	at_pc ip route add default via 10.9.0.1
	log=$dir/log.tftp
	tftpd_start_as_it_is -D "$dir/done" -g 239.255.9.9:1758
	at_pc "$top/.cache/bin/atftp" --option multicast -g -r deb/initrd.gz -l "$dir/got" 10.9.0.1 3>&-
	cmp "$dir/got" "$root/deb/initrd.gz"
	logged '^sent file=deb/initrd.gz .* multicast='
	logged '^done client=10.9.0.21 mac=52:54:00:00:00:08 name=pc8 by=sent$'
	are_done 01-52-54-00-00-00-08
}

@test "once=sent by HTTP: whole, or in parts that follow one another, with the last acknowledgement" {
	namespace_pc 52:54:00:00:00:08
	start_both
	log=$dir/log.http
	pc_web <<-'END'
		c = Connection()
		for name in "deb/linux", "deb/extra.gz":
		    equal(c.get(name).status, 200)
		equal(c.get("deb/initrd.gz", "HEAD").status, 200)
		a = c.get("deb/initrd.gz", Range="bytes=0-69998")
		equal(a.status, 206)
		# Parts that leave something out in between, or are of another connection.
		equal(Connection().get("deb/initrd.gz", Range="bytes=69999-").status, 206)
		d = Connection()
		equal(d.get("deb/initrd.gz", Range="bytes=0-100").status, 206)
		equal(d.get("deb/initrd.gz", Range="bytes=102-").status, 206)
		equal(d.get("hello").status, 200)
		equal(d.get("deb/initrd.gz", If_None_Match="*").status, 304)
	END
	logged '^unchanged file=deb/initrd.gz '
	nobody_is_done
	pc_web <<-'END'
		c = Connection()
		a = c.get("deb/initrd.gz", Range="bytes=0-69998")
		a = c.get("deb/initrd.gz", Range="bytes=60000-69999")
		equal(a.status, 206)
	END
	logged '^done client=10.9.0.21 mac=52:54:00:00:00:08 name=pc8 by=sent$'
	pc_web <<<'refused("deb/linux")'
	again pc8
	pc_web <<<'equal(len(get("deb/initrd.gz")), 70000)'
	logged_times 2 '^done .* by=sent$'
	are_done 01-52-54-00-00-00-08
}

@test "once=sent behind a proxy: a part of another client's counts for nobody else" {
	done_map '52:54:00:00:00:09 pc9 boot=deb once=sent ip=10.9.0.9' \
	    '52:54:00:00:00:0a pca boot=deb once=sent ip=10.9.0.10'
	log=$dir/log.http
	httpd_start -D "$dir/done" -f 127.0.0.1
	web <<-'END'
		c = Connection()
		def part(client, span):
		    equal(c.get("deb/initrd.gz", Range="bytes=" + span, X_Forwarded_For="10.9.0." + client).status, 206)
		part("9", "0-69998")
		part("10", "69999-")
		part("9", "69999-")
		equal(c.get("hello").status, 200)
	END
	logged '^sent file=hello '
	nobody_is_done
	web <<-'END'
		c = Connection()
		for span in "0-69998", "69999-":
		    equal(c.get("deb/initrd.gz", Range="bytes=" + span, X_Forwarded_For="10.9.0.10").status, 206)
	END
	logged '^done client=10.9.0.10 mac=52:54:00:00:00:0a name=pca by=sent$'
	are_done 01-52-54-00-00-00-0a
}

# What is on its way is not there: the client has taken nothing.
@test "once=sent by HTTP: who has gone before the last byte is not done" {
	file deb/initrd.gz 8000000
	namespace_pc 52:54:00:00:00:08
	start_both
	log=$dir/log.http
	pc_web <<-'END'
		c = Connection(room=4096)
		c.ask("deb/initrd.gz")
		c.head()
		c.reset()
	END
	logged '^failed file=deb/initrd.gz .* reason=client-gone$'
	nobody_is_done
}

# All of it is in the server's socket, and the client has nearly nothing of it.
@test "once=sent by HTTP: who has not acknowledged the last byte is not done" {
	file deb/initrd.gz 20000
	namespace_pc 52:54:00:00:00:08
	start_both
	log=$dir/log.http
	pc_web <<-'END'
		c = Connection(room=2048)
		c.ask("deb/initrd.gz")
		c.head()
		c.reset()
	END
	logged '^sent file=deb/initrd.gz .* bytes=20000 '
	wait_for 60 has_children 0
	nobody_is_done
	pc_web <<<'get("deb/initrd.gz")'
	logged '^done '
}

@test "once=sent with a preseed: the initrd with it, and not without" {
	printf 'd-i x/name string @name@\n' >"$root/deb/preseed.cfg"
	done_map '52:54:00:00:00:0a pca boot=deb preseed=preseed.cfg once=sent'
	namespace_pc 52:54:00:00:00:0a
	start_both
	both fetches_with_preseed
}

fetches_with_preseed() {
	$pc_client <<<'get("deb/linux"); get("deb/initrd.gz"); get("preseed.cfg"); get("deb/preseed.cfg")'
	nobody_is_done
	$pc_client <<<'get("deb/initrd.gz/01-52-54-00-00-00-0a.preseed")'
	logged "^done client=10.9.0.21 mac=52:54:00:00:00:0a name=pca by=sent\$"
	# The answers are kept as well.
	$pc_client <<<'refused("deb/preseed.cfg"); refused("deb/initrd.gz")'
	rm "$dir/done"/*
}

@test "HEAD says nothing, and the answer is for no cache" {
	namespace_pc 52:54:00:12:34:56
	start_both
	log=$dir/log.http
	pc_web <<-'END'
		c = Connection()
		a = c.get("done/", "HEAD")
		equal((a.status, a.fields["Allow"]), (405, "GET"))
	END
	logged '^refused file=done/ .* name=web1 status=405 reason=method-not-allowed$'
	nobody_is_done
	pc_web <<-'END'
		c = Connection()
		for i in 1, 2:
		    a = c.get("done/")
		    equal((a.status, a.body, a.fields["Cache-Control"]), (200, b"done\n", "private"))
	END
	are_done 01-52-54-00-12-34-56 01-52-54-00-12-34-57
}

@test "behind a proxy of -f a client is who the proxy says" {
	inside ip addr add 10.9.0.9/32 dev lo
	log=$dir/log.http
	httpd_start -D "$dir/done" -f 127.0.0.1
	web <<-'END'
		c = Connection()
		equal(c.get("done/", X_Forwarded_For="10.9.0.7").body, b"done\n")
		equal(c.get("done/01-52-54-00-ab-cd-ef", X_Forwarded_For="10.9.0.7").status, 403)
		equal(c.get("done/01-52-54-00-ab-cd-ef", X_Forwarded_For="10.9.0.99").body, b"done\n")
		# Nobody else says whom it asks for.
		equal(Connection("10.9.0.9").get("done/", X_Forwarded_For="10.9.0.7").status, 403)
	END
	logged '^done client=10.9.0.7 mac=52:54:00:00:00:07 name=pc7 by=http$'
	logged '^done client=10.9.0.99 mac=52:54:00:ab:cd:ef name=db1 by=http$'
	are_done 01-52-54-00-00-00-07 01-52-54-00-ab-cd-ef
}

# counts_as_done REASON: whoever boots something once; and nobody can become done.
counts_as_done() {
	$client <<-'END'
		assert b"linux" not in get("pxelinux.cfg/01-52-54-00-ab-cd-ef")
		assert b"linux" not in get("pxelinux.cfg/01-52-54-00-ab-cd-ef")
		assert b"linux" in get("pxelinux.cfg/01-52-54-00-00-00-06")
		failed("done/01-52-54-00-ab-cd-ef")
	END
	logged_times 1 "^cannot tell who is done: $dir/done: $1; clients with the word once boot their disks\$"
	logged "^cannot write that it is done: client=127.0.0.1 mac=52:54:00:ab:cd:ef name=db1: $dir/done: $1\$"
	logged '^refused file=done/.* reason=done-not-written$'
}

@test "a folder that is not there at the start: all count as done, also when it has come" {
	rm -r "$dir/done"
	start_both
	both counts_as_done 'No such file or directory'
	done_folder
	both counts_as_done 'it could not be opened at the start: start this program again'
	nobody_is_done
}

# superserver PROGRAM PORT [OPTION...]: the program is started by who asks, and again.
superserver() {
	: >"$dir/ready"
	log=$dir/log.$1
	behind python3 "$BATS_TEST_DIRNAME/superserver.py" "${@:3}" "127.0.0.1:$2" -- \
	    "$top/$1/$1" -d -m "$dir/clients.cdb" -D "$dir/done" "$root" >"$dir/ready" 2>"$log"
	wait_for_line 60 "$dir/ready" ready
}

@test "who is started by a super-server is started anew when the folder has come" {
	rm -r "$dir/done"
	superserver tftpd 69
	superserver httpd 80 --stream
	tftp <<<'assert b"linux" not in get("pxelinux.cfg/01-52-54-00-ab-cd-ef")'
	web <<<'assert b"linux" not in get("pxelinux.cfg/01-52-54-00-ab-cd-ef")'
	done_folder
	# The client asks again, as firmware does.
	tftp <<<'Client().ask("pxelinux.cfg/01-52-54-00-ab-cd-ef")'
	web <<<'Connection().get("pxelinux.cfg/01-52-54-00-ab-cd-ef")'
	for log in "$dir"/log.{tftpd,httpd}; do
		logged "^folder $dir/done has come: starting anew\$"
	done
	tftp <<<'equal(get("done/01-52-54-00-ab-cd-ef"), b"done\n")'
	are_done 01-52-54-00-ab-cd-ef
	again db1
	web <<<'equal(get("done/01-52-54-00-ab-cd-ef"), b"done\n")'
	are_done 01-52-54-00-ab-cd-ef
}

# Started as root, it becomes a user with all his groups.
@test "a user of the group that may write there may do so" {
	cp /etc/passwd /etc/group "$dir"
	printf 'bootroot-test:x:64123:64123::/nonexistent:/bin/false\n' >>"$dir/passwd"
	printf 'bootroot-test:x:64123:\nbootroot-done:x:64124:somebody,bootroot-test\n' >>"$dir/group"
	chown root:64124 "$dir/done"
	limits=(unshare --mount sh -c 'mount --bind "$0/passwd" /etc/passwd && mount --bind "$0/group" /etc/group && exec "$@"' "$dir")
	start_both -u bootroot-test
	grep -qE '^Groups:[[:blank:]]64123 64124 ?$' "/proc/$tftpd/status"
	tftp <<<'equal(get("done/01-52-54-00-ab-cd-ef"), b"done\n")'
	again db1
	web <<<'equal(get("done/01-52-54-00-ab-cd-ef"), b"done\n")'
	again db1
	# Nobody is not in it.
	limits=()
	kill "$tftpd"
	wait "$tftpd" || :
	log=$dir/log.tftp
	tftpd_start -D "$dir/done"
	client=tftp counts_as_done 'this program may not write there'
}

@test "a folder that is closed, removed under the server, or another one: all count as done" {
	start_both
	chmod 555 "$dir/done"
	both counts_as_done 'this program may not write there'
	chmod 2775 "$dir/done"
	tftp <<<'assert b"linux" in get("pxelinux.cfg/01-52-54-00-ab-cd-ef")'
	rm -r "$dir/done"
	both counts_as_done 'No such file or directory'
	done_folder
	both counts_as_done 'it is another folder than at the start: start this program again'
	nobody_is_done
}

@test "a full disk: all count as done, and nobody becomes it" {
	mount -t tmpfs -o size=64k,nr_inodes=4,mode=2777 bootroot "$dir/done"
	: >"$dir/done/.bootroot"
	start_both
	touch "$dir/done/full" "$dir/done/fuller"
	both counts_as_done 'its disk is full'
	rm "$dir/done"/*
	tftp <<<'equal(get("done/01-52-54-00-ab-cd-ef"), b"done\n")'
	web <<<'equal(get("done/01-52-54-00-ab-cd-ef"), b"done\n")'
	are_done 01-52-54-00-ab-cd-ef
}

# is_written_all_the_same N: nobody is armed; who says that it is done is, the Nth time.
is_written_all_the_same() {
	$client <<-'END'
		assert b"linux" not in get("pxelinux.cfg/01-52-54-00-ab-cd-ef")
		equal(get("done/01-52-54-00-ab-cd-ef"), b"done\n")
	END
	logged_times "$1" "^done client=127.0.0.1 mac=52:54:00:ab:cd:ef name=db1 by=$by\$"
	[ -e "$dir/done/01-52-54-00-ab-cd-ef" ]
	rm "$dir/done/01-52-54-00-ab-cd-ef"
}

@test "while nobody is armed, who has been installed meanwhile is written all the same" {
	mount -t tmpfs -o size=64k,mode=2777 bootroot "$dir/done"
	: >"$dir/done/.bootroot"
	start_both
	# etcd is away.
	touch -d '-1 hour' "$dir/done/.store"
	both is_written_all_the_same 1
	rm "$dir/done/.store"
	# Not a byte is left, but room for a name.
	dd if=/dev/zero of="$dir/done/big" 2>/dev/null || :
	both is_written_all_the_same 2
}

# loses_store SCRIPT: etcd goes away in the middle of the last file.
loses_store() {
	touch "$dir/done/.store"
	$pc_client <<-END
		import os
		def lose():
		    os.utime("$dir/done/.store", (1000000000, 1000000000))
		$1
	END
	logged "^done client=10.9.0.21 mac=52:54:00:00:00:08 name=pc8 by=sent\$"
	[ -e "$dir/done/01-52-54-00-00-00-08" ]
	rm "$dir/done"/{*,.store}
}

@test "once=sent: it is written although etcd has gone since the file began" {
	namespace_pc 52:54:00:00:00:08
	start_both
	client=tftp pc_client=pc_tftp log=$dir/log.tftp loses_store 'c = Client()
c.ask("deb/initrd.gz", blksize=1400)
parse_oack(c.receive())
lose()
c.send(ack(0))
c.take(1400)'
	client=web pc_client=pc_web log=$dir/log.http loses_store 'c = Connection(room=2048)
c.ask("deb/initrd.gz")
c.head()
lose()
while len(c.bytes) < 70000:
    equal(c.more(), 1)'
}

chooses_once() {
	$client <<-'END'
		assert b"inst/linux" in get("pxelinux.cfg/01-52-54-00-00-00-0b")
		assert b"bare/linux" in get("pxelinux.cfg/01-52-54-00-00-00-0b")
		equal(get("done/01-52-54-00-00-00-0b"), b"done\n")
		assert b"inst/linux" not in get("pxelinux.cfg/01-52-54-00-00-00-0b")
		assert b"bare/linux" in get("pxelinux.cfg/01-52-54-00-00-00-0b")
		refused("inst/linux")
		equal(get("bare/linux"), b"deb kernel")
	END
	rm "$dir/done"/*
}

@test "a menu has no more what was booted once out of it" {
	mkdir "$root/bare"
	cp "$root/deb/linux" "$root/bare"
	done_map 'image bare - kernel=linux' '52:54:00:00:00:0b pcb boot=menu'
	start_both
	both chooses_once
}

counts() {
	$client <<<'get("done/01-52-54-00-ab-cd-ef"); get("done/01-52-54-00-ab-cd-ef")'
	case $by in
	tftp) kill -USR1 "$tftpd" ;;
	http) kill -USR1 "$httpd" ;;
	esac
	logged "^counters .*done:$by=1( |\$)"
	again db1
}

@test "who is done is counted once" {
	start_both
	both counts
}

@test "openbsd-inetd: with the lines of the example the group may write" {
	{ grep -v '^_bootroot:' /etc/group; echo '_bootroot:x:64124:'; } >"$dir/group"
	chown root:64124 "$dir/done"
	grep -q 'nobody\._bootroot instead of nobody' "$top/inetd.conf.sample"
	printf '%s nobody._bootroot %s -m %s -D %s %s\n' \
	    'tftp dgram udp4 wait.1000' "$top/tftpd/tftpd tftpd" "$dir/clients.cdb" "$dir/done" "$root" \
	    'http stream tcp4 wait.1000' "$top/httpd/httpd httpd" "$dir/clients.cdb" "$dir/done" "$root" >"$dir/conf"
	behind unshare --mount sh -c 'mount --bind "$0/group" /etc/group && exec "$@"' "$dir" \
	    "$top/.cache/bin/openbsd-inetd" -i "$dir/conf"
	wait_for 60 httpd_listens
	tftp <<<'equal(get("done/01-52-54-00-ab-cd-ef"), b"done\n")'
	again db1
	web <<<'equal(get("done/01-52-54-00-ab-cd-ef"), b"done\n")'
}

@test "strangers make a thousand files, and then one in each second; who has a line goes on" {
	done_map 'default - boot=deb once'
	start_both
	tftp <<-'END'
		came = begun = 0
		import time
		begun = time.monotonic()
		for i in range(1200):
		    c = Client()
		    c.ask("done/01-52-00-00-00-%02x-%02x" % (i >> 8, i & 255))
		    got = c.receive()
		    came += got[:4] == data(1, b"")
		    if got[:4] == data(1, b""):
		        c.send(ack(1))
		assert 1000 <= came <= 1000 + time.monotonic() - begun + 1, came
		equal(get("done/01-52-54-00-ab-cd-ef"), b"done\n")
	END
	log=$dir/log.tftp
	logged '^cannot write that it is done: .* name=-: .*: too many clients without a line have said so lately$'
}

# watched PID: strace has it, and writes its calls to $dir/calls.
watched() {
	behind strace -qq -y -o "$dir/calls" "${@:2}" -p "$1"
	strace=$pid
	wait_for 60 grep -q '^TracerPid:[[:blank:]]*[1-9]' "/proc/$1/status"
}

# A client that says it and tells whether it was answered, for as long as the server
# lives; its connection is there before the server is watched.
ask_tftp() {
	SERVER=$1 tftp <<-'END'
		import os
		c = Client()
		c.ask("done/01-52-54-00-ab-cd-ef")
		def lives():
		    with open("/proc/%s/status" % os.environ["SERVER"]) as f:
		        return "State:\tZ" not in f.read()
		got = None
		while got is None and lives():
		    got = c.receive(0.1)
		got = got or c.receive(0.3)
		if got == data(1, b"done\n"):
		    c.send(ack(1))
		    print("answered")
	END
}

ask_http() {
	web <<-END
		import os, time
		c = Connection()
		equal(c.get("hello").status, 200)
		open("$dir/connected", "w").close()
		until = time.monotonic() + PATIENCE
		while not os.path.exists("$dir/go") and time.monotonic() < until:
		    time.sleep(0.01)
		a = c.get("done/01-52-54-00-ab-cd-ef")
		if isinstance(a, Answer) and a.status == 200:
		    print("answered")
	END
}

# says_it_watched PROTOCOL [OPTION...]: says it while strace has the server's parent,
# with these options; 1: it was answered.
says_it_watched() {
	local protocol=$1 server client
	rm -f "$dir/connected" "$dir/go" "$dir/done"/*
	log=$dir/log.$protocol
	case $protocol in
	tftp)
		tftpd_start -D "$dir/done"
		server=$tftpd
		tftp <<<'get("hello")'
		logged '^sent file=hello '
		watched "$server" "${@:2}"
		ask_tftp "$server" >"$dir/said"
		;;
	http)
		httpd_start -D "$dir/done"
		server=$httpd
		ask_http >"$dir/said" 3>&- &
		client=$!
		wait_for 60 test -e "$dir/connected"
		logged '^sent file=hello '
		watched "$server" "${@:2}"
		touch "$dir/go"
		wait "$client"
		;;
	esac
	# Whatever it does at the end of it all is none of this.
	kill "$strace" 2>/dev/null || :
	wait "$strace" 2>/dev/null || :
	kill "$server" 2>/dev/null || :
	wait "$server" 2>/dev/null || :
	grep -q answered "$dir/said"
}

# calls_of_saying LAST: "NAME N" for each call from the look into the folder to the one
# named LAST, which tells somebody.
calls_of_saying() {
	awk -v last="$1" -v folder="$dir/done" '{
		name = $0
		sub(/\(.*/, "", name)
		if (name !~ /^[a-z0-9_]+$/)
			next
		n[name]++
		begun = begun || index($0, "\"" folder "\"")
		if (begun)
			print name, n[name]
		if (begun && name == last)
			exit
	}' "$dir/calls"
}

# killed_everywhere PROTOCOL LAST: the server's parent, at each of them.
killed_everywhere() {
	local name n try armed=0 done=0 answered
	says_it_watched "$1"
	calls_of_saying "$2" >"$dir/list"
	cat "$dir/list"
	[ "$(wc -l <"$dir/list")" -ge 12 ]
	grep -q '^fsync 2$' "$dir/list"
	while read -r name n <&4; do
		# Of the request before there may be some calls more or less.
		for try in {1..8}; do
			answered=0
			says_it_watched "$1" -e "inject=$name:signal=KILL:when=$n" && answered=1
			! grep -q '^+++ killed by SIGKILL +++' "$dir/calls" || break
		done
		grep -q '^+++ killed by SIGKILL +++' "$dir/calls"
		if [ -e "$dir/done/01-52-54-00-ab-cd-ef" ]; then
			done=$((done + 1))
		else
			armed=$((armed + 1))
			[ "$answered" = 0 ]
		fi
		echo "$name $n: $(ls "$dir/done") answered=$answered"
	done 4<"$dir/list"
	[ "$armed" -ge 3 ] && [ "$done" -ge 3 ]
	# Who was not answered says it again.
	touch "$dir/done/01-52-54-00-ab-cd-ef"
	log=$dir/log.$1
	start_both
	both says_it_again
}

says_it_again() {
	$client <<<'equal(get("done/01-52-54-00-ab-cd-ef"), b"done\n")'
}

@test "tftpd is killed at each system call of saying it: armed or done, and answered only then" {
	command -v strace >/dev/null || skip 'there is no strace'
	killed_everywhere tftp clone
}

@test "httpd is killed at each system call of saying it: armed or done, and answered only then" {
	command -v strace >/dev/null || skip 'there is no strace'
	killed_everywhere http rt_sigqueueinfo
}

# ext4 is told to do nothing for programs that forget fsync, see 77-powercuts.
power_goes() {
	$client <<<'equal(get("done/01-52-54-00-ab-cd-ef"), b"done\n")'
	cp --sparse=always "$dir/disk" "$dir/disk.cut"
	mkdir "$dir/cut"
	mount -o loop "$dir/disk.cut" "$dir/cut"
	ls "$dir/cut"
	[ -e "$dir/cut/01-52-54-00-ab-cd-ef" ] || status=1
	umount "$dir/cut"
	rmdir "$dir/cut"
	[ "$status" = 0 ]
	rm "$dir/done/01-52-54-00-ab-cd-ef"
	sync -f "$dir/done"
}

@test "the power goes behind the answer: it is on the disk" {
	local status=0
	truncate -s 8M "$dir/disk"
	mkfs.ext4 -q -b 1024 -J size=1 "$dir/disk"
	{ loop_devices && mount -t ext4 -o loop,data=writeback,noauto_da_alloc,commit=300 "$dir/disk" "$dir/done"; } ||
		skip 'no file can be mounted here'
	rmdir "$dir/done/lost+found"
	: >"$dir/done/.bootroot"
	chown nobody "$dir/done"
	sync -f "$dir/done"
	start_both
	both power_goes
}
