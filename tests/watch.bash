# shellcheck shell=bash
# mkbootroot watch for a test: a log, and a real terminal (tmux) to look at.
#
#	setup: watch_begin; teardown: watch_end

# shellcheck source=tests/lab/wait.bash
. "$BATS_TEST_DIRNAME/lab/wait.bash"

watch_begin() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	dir=$(mktemp -d /tmp/bootroot-test.XXXXXX)
	log=$dir/log screens=0 tmux=none
	: >"$log"
	export TZ=UTC
	unset NO_COLOR
}

watch_end() {
	local tmux
	for tmux in "$dir"/tmux.*; do
		! [ -S "$tmux" ] || tmux_of kill-server || :
	done
	rm -rf "$dir"
}

# The terminal of now; screen_new makes another one. One that ends may not be used
# for the next.
tmux_of() {
	tmux -S "$tmux" -f /dev/null "$@" 3>&-
}

# screen_new COLUMNS LINES COMMAND
screen_new() {
	tmux=$dir/tmux.$((++screens))
	tmux_of new-session -d -x "$1" -y "$2" "$3; echo left \$?; exec sleep 600"
}

# line AGO PROGRAM TEXT: a line of the log, as journalctl writes it. $now is the
# time; without it, it passes.
line() {
	printf '%(%Y-%m-%dT%H:%M:%S)T.000000+0000 boot %s[7]: %s\n' \
	    "$((${now:-$EPOCHSECONDS} - $1))" "$2" "$3"
}

# asks AGO MAC NAME ARCH FILE: a machine asks, and is told its boot file.
asks() {
	local msg
	for msg in 'DISCOVER OFFER' 'REQUEST ACK'; do
		line "$1" dhcp-helper "boot mac=$2 name=$3 arch=$4 via=eth0 msg=${msg% *} rule=$2 file=$5 server=10.9.0.1 -> ${msg#* }"
	done
}

# loads AGO MAC NAME ADDRESS FILE BYTES: and it is sent a file.
loads() {
	line "$1" tftpd "sent file=$5 client=$4 mac=$2 name=$3 bytes=$6 seconds=0.500 rate=$(($6 / 500000)).0MB/s blksize=1468 windowsize=16 resent=0"
}

# A site: one that has booted, one that boots, one that Secure Boot stops, one that
# the map does not know, one that boots its disk.
site() {
	local now=$EPOCHSECONDS
	asks 5400 52:54:00:00:00:01 web1 bios debian12/pxelinux.0
	loads 5399 52:54:00:00:00:01 web1 10.9.0.21 debian12/pxelinux.0 42430
	loads 5398 52:54:00:00:00:01 web1 10.9.0.21 debian12/pxelinux.cfg/default 1000
	loads 5397 52:54:00:00:00:01 web1 10.9.0.21 debian12/linux 8000000
	loads 5396 52:54:00:00:00:01 web1 10.9.0.21 debian12/initrd.gz 36000000
	asks 5400 52:54:00:00:00:03 web3 x64 debian12/bootnetx64.efi
	loads 5390 52:54:00:00:00:03 web3 10.9.0.23 debian12/bootnetx64.efi 960472
	line 5330 tftpd "stalled file=debian12/bootnetx64.efi client=10.9.0.23 mac=52:54:00:00:00:03 name=web3 hint=secure-boot: asked for nothing after this EFI program, which nobody has signed"
	line 5300 dhcp-helper "boot mac=52:54:00:00:00:04 name=- arch=bios via=eth0 msg=DISCOVER rule=- -> silent reason=unknown-client"
	line 5200 dhcp-helper "boot mac=52:54:00:00:00:05 name=db1 arch=bios via=eth0 msg=DISCOVER rule=52:54:00:00:00:05 -> silent reason=local"
	asks 4 52:54:00:00:00:02 web2 x64 debian12/bootnetx64.efi
	loads 3 52:54:00:00:00:02 web2 10.9.0.22 debian12/bootnetx64.efi 960472
	loads 2 52:54:00:00:00:02 web2 10.9.0.22 debian12/linux 8000000
}

# screen COLUMNS LINES [NAME=VALUE...] [ARGUMENT...]: watch in a terminal.
screen() {
	local columns=$1 lines=$2
	shift 2
	screen_new "$columns" "$lines" \
	    "env LANG=C.UTF-8 $* $top/mkbootroot/mkbootroot watch ${arguments-$log}"
}

keys() {
	tmux_of send-keys "$@"
}

seen() {
	tmux_of capture-pane -p
}

seen_is() {
	seen | grep -qE -- "$1"
}

# shows REGEX: a line of the screen is so, soon.
shows() {
	wait_for 60 seen_is "$1" || {
		echo "no '$1' in:"
		seen
		return 1
	}
}

seen_is_not() {
	! seen_is "$1"
}

hides() {
	wait_for 60 seen_is_not "$1" || {
		echo "still '$1' in:"
		seen
		return 1
	}
}

# row REGEX: the number of the line of the screen that is so.
row() {
	seen | grep -nE -- "$1" | cut -d : -f 1
}

# As a picture that does not change: without times, which have the same width.
still() {
	sed -E 's/[0-9]{2}:[0-9]{2}:[0-9]{2}$/HH:MM:SS/; s/test\.[A-Za-z0-9]{6}/test.XXXXXX/
		s/ ([ 0-9]{3}[0-9] (s|h)|[ 0-9][0-9] min)( |$)/    AGO\3/; s/ +$//'
}
