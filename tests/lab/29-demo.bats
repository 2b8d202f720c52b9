#!/usr/bin/env bats
# make demo, as its user sees it: the machines that it can show, what it says
# while it sends, and why when a step does not come.

bats_require_minimum_version 1.5.0

top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)

# demo [WORD=VALUE...]: until the kernel's first program.
demo() {
	UNTIL=init PATIENCE=3 run env "$@" "$top/tests/lab/demo"
	echo "$output"
}

# with_inetd SED [WORD=VALUE...]: the same with another inetd.conf.
with_inetd() {
	sed "$1" "$top/inetd.conf.sample" >"$BATS_TEST_TMPDIR/inetd.conf"
	# shellcheck disable=SC2016 # for the inner shell
	run env "${@:2}" unshare --mount sh -c 'mount --bind "$1" "$2/inetd.conf.sample" && exec "$2/tests/lab/demo"' \
		sh "$BATS_TEST_TMPDIR/inetd.conf" "$top"
	echo "$output"
}

# says REGEX: a line of the output.
says() {
	grep -qE -e "$1" <<<"$output"
}

@test "words that do not go together are named, before anything is done" {
	local words
	for words in FIRMWARE=mips ROM=pxe SECURE_BOOT=yes HTTP=yes PATIENCE=0 ROM=native SECURE_BOOT=1 \
		'FIRMWARE=efi ROM=ipxe SECURE_BOOT=1'; do
		echo "$words"
		# shellcheck disable=SC2086 # a list of words
		run -2 env $words "$top/tests/lab/demo"
		[ ${#lines[@]} -eq 1 ]
		[[ $output == bootroot:*"${words##*=}"* || $output == bootroot:*"${words##* }"* ]]
	done
}

@test "UEFI with iPXE, by a script" {
	demo FIRMWARE=efi ROM=ipxe UNTIL=short
	[ "$status" -eq 0 ]
	says 'tftpd: .* MB/s  [^ ]*\.ipxe .iPXE configuration, made from the map.'
	says 'tftpd: .* MB/s  debian[0-9]+/debian-installer/amd64/initrd.gz$'
	! says 'Secure boot enabled'
}

@test "UEFI by HTTP alone, with Secure Boot" {
	# With a short initrd. WHOLE=1: GRUB has all of it, and the kernel runs.
	local until=short
	[ "${WHOLE-}" != 1 ] || until=kernel
	demo FIRMWARE=efi HTTP=1 UNTIL="$until"
	[ "$status" -eq 0 ]
	says 'what to boot file=http://10\.9\.0\.1/debian[0-9]+/debian-installer/amd64/bootnetx64.efi '
	says 'httpd: .* MB/s  debian[0-9]+/debian-installer/amd64/grubx64.efi$'
	says 'httpd: .* MB/s  [^ ]*grub.cfg .GRUB configuration, made from the map.'
	says 'httpd: .* MB/s  debian[0-9]+/debian-installer/amd64/initrd.gz$'
	says 'the kernel says "Secure boot enabled"'
	! says tftpd
}

@test "by HTTP, and no httpd: it says so" {
	with_inetd '/^http/d' HTTP=1
	[ "$status" -eq 1 ]
	says 'FAILED: inetd does not start$'
	says 'Likely reason: nobody listens for HTTP on the server \(port 80\)'
}

@test "no tftpd: it says so" {
	with_inetd '/^tftp/d'
	[ "$status" -eq 1 ]
	says 'FAILED: inetd does not start$'
	says 'Likely reason: nobody listens for TFTP on the server \(port 69\)'
}

@test "a tftpd that cannot start: what it says is the reason" {
	with_inetd 's|tftpd /srv/tftp|tftpd -Z|' IDLE=25
	[ "$status" -eq 1 ]
	says 'still to come: tftpd: sends the kernel'
	says 'FAILED: this did not come: tftpd: sends the kernel'
	says 'Likely reason: (the log says: .*tftpd.*(wrong usage|exit status 2)|nobody listens for TFTP)'
}

@test "no dhcp-helper for broadcasts: it says so" {
	with_inetd '/^255/d'
	[ "$status" -eq 1 ]
	says 'Likely reason: nobody listens for DHCP on the server \(port 67\)'
}

@test "time in which the PC waits for a processor is not time without progress" {
	run "$top/tests/lab/enter" bash -euc '
		top=$1
		. "$top/tests/lab/patience.bash"
		: >"$LAB/serial"
		# All work at one processor, and the PC comes last.
		taskset -cp 0 $BASHPID >/dev/null
		while :; do :; done & hog=$!
		nice -n 19 bash -c "while :; do :; done" & pc_pid=$!
		patience_begin
		sleep 3
		patience_look
		kill $hog
		while kill -0 $hog 2>/dev/null; do wait $hog || :; done
		echo "$patience_idle"
		[ "$patience_idle" -lt 2000000 ] || exit 1
		# Whoever waits for nothing is not waited for.
		kill $pc_pid
		sleep 1000 & pc_pid=$!
		patience_begin
		sleep 1
		patience_look
		echo "$patience_idle"
		[ "$patience_idle" -ge 900000 ]' - "$top"
	echo "$output"
	[ "$status" -eq 0 ]
}
