# shellcheck shell=bash
# Clients that are installed once, for tests of tftpd and httpd: who is done stands in
# $dir/done.

# shellcheck source=tests/tftpd.bash
. "$BATS_TEST_DIRNAME/tftpd.bash"
# shellcheck source=tests/httpd.bash
. "$BATS_TEST_DIRNAME/httpd.bash"

# Images: deb, whose clients say once; inst, which says it itself; and files of the
# boot root that have names of theirs.
done_begin() {
	sender_begin
	local image
	for image in deb inst loaders; do
		mkdir "$root/$image"
		printf '%s kernel' "$image" >"$root/$image/linux"
		file "$image/initrd.gz" 70000
		file "$image/extra.gz" 5000
		printf '%s GRUB' "$image" >"$root/$image/grubx64.efi"
	done
	printf 'root GRUB' >"$root/grubx64.efi"
	chmod -R a+rX "$root"
	done_folder
	done_map
}

# Our programs become nobody.
done_folder() {
	install -d -o nobody -g nogroup -m 2775 "$dir/done"
	: >"$dir/done/.bootroot"
}

# done_map [LINE...]: these lines as well.
# shellcheck disable=SC2120 # the arguments are of who loads this file
done_map() {
	printf '%s\n' 'image deb - kernel=linux initrd=initrd.gz' \
	    'image inst - once kernel=linux initrd=initrd.gz' \
	    '52:54:00:12:34:56 web1 boot=deb once' \
	    '52:54:00:12:34:57 web1 boot=deb once' \
	    '52:54:00:ab:cd:ef db1 boot=deb once' \
	    '52:54:00:00:00:05 pc5 boot=inst x64=/inst/grubx64.efi' \
	    '52:54:00:00:00:06 pc6 boot=deb' \
	    '52:54:00:00:00:07 pc7 boot=deb once ip=10.9.0.7' \
	    'uuid:4c4c4544-0042-4710-8057-b4c04f564432 r640 boot=deb once' \
	    '52:54:00:00:00:08 pc8 boot=deb once=sent' "$@" >"$dir/clients"
	"$top/mkbootroot/mkbootroot" -q -f "$dir/clients" -m "$dir/clients.cdb" -r "$root" -D "$dir/done"
}

# are_done NAME...: these, and no other.
are_done() {
	diff <(printf '%s\n' "$@" | sort) <(ls "$dir/done")
}

nobody_is_done() {
	[ -z "$(ls "$dir/done")" ]
}

# again CLIENT...: arms them.
again() {
	"$top/mkbootroot/mkbootroot" -q -m "$dir/clients.cdb" -D "$dir/done" again "$@"
}

# What both clients of tests can be asked, by TFTP and by HTTP: get(name) is what was
# sent; refused(name) expects that nothing is.
by_tftp='
def get(name, address=None):
    return Client(address).fetch(name)
def refused(name, address=None):
    c = Client(address)
    c.ask(name)
    c.expect_error(2)
def failed(name, address=None):
    c = Client(address)
    c.ask(name)
    c.expect_error(0)
'
by_http='
def ask(name, address, status):
    a = Connection(address).get(name)
    equal(a.status, status)
    return a.body
def get(name, address=None):
    return ask(name, address, 200)
def refused(name, address=None):
    ask(name, address, 403)
def failed(name, address=None):
    ask(name, address, 503)
'

# tftp, pc_tftp, web, pc_web: runs the script on standard input with these.
tftp() {
	{ echo "$by_tftp"; cat; } | raw "$@"
}

pc_tftp() {
	{ echo "$by_tftp"; cat; } | pc_raw
}

web() {
	{ echo "$by_http"; cat; } | http "$@"
}

pc_web() {
	{ echo "$by_http"; cat; } | pc_http
}
