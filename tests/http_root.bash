# shellcheck shell=bash
# The boot root that http_cases.txt speaks of.

# http_root FOLDER
http_root() {
	mkdir -p "$1/sub"
	printf 'hello\n' >"$1/hello"
	cp "$1/hello" "$1/sub/hello"
	: >"$1/empty"
	head -c 300000 /dev/urandom >"$1/big"
	head -c 100 /dev/zero >"$1/prog.efi"
	echo 'set timeout=5' >"$1/grub.cfg"
	echo blank >"$1/a b"
	echo umlaut >"$1"/$'\xc3\xa4'
	echo secret >"$1/secret"
	chmod 600 "$1/secret"
	ln -s /etc/hostname "$1/out"
	# The second that conditions name.
	touch -d @1000000000 "$1/hello"
	chmod 755 "$1" "$1/sub"
}
