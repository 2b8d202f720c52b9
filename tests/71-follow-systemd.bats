#!/usr/bin/env bats
# bootroot-follow.service as it is installed, under a real systemd, with a real etcd.

bats_require_minimum_version 1.5.0
load httpd
load system

setup() {
	system_begin
	cache_needs systemd etcd-server etcd-client
	system_install
	system_boot systemd
	on_system systemd-sysusers
	on_system systemctl daemon-reload
	cp "$top/.cache/etcd-client/usr/bin/etcdctl" "$system/usr/bin"
	on_system systemd-run -q --unit=etcd.service --setenv=ETCD_DATA_DIR=/run/etcd /mnt/.cache/bin/etcd
	wait_for 60 etcdctl --command-timeout=1s get x
}

teardown() {
	system_end
}

etcdctl() {
	on_system env ETCDCTL_API=3 etcdctl "$@"
}

has_key() {
	[ -n "$(etcdctl get "$1")" ]
}

@test "the service makes the map, and the folder of who is done, and shares it, as a user of its own" {
	mkdir "$system/srv/tftp/deb"
	echo kernel >"$system/srv/tftp/deb/linux"
	etcdctl put bootroot/clients/image/deb 'image deb - kernel=linux'
	etcdctl put bootroot/clients/a '52:54:00:00:00:01 a boot=deb once'
	etcdctl put bootroot/clients/b '52:54:00:00:00:02 b boot=deb once'
	on_system systemctl enable --now bootroot-follow.service
	run ! on_system systemctl is-active bootroot-follow.service
	printf 'FOLLOW=-e\n' >"$system/etc/bootroot/follow"
	on_system systemctl start bootroot-follow.service
	has_logged '^mkbootroot: map /etc/bootroot/clients.cdb has the 3 lines of etcd$'
	has_logged '^mkbootroot: folder /var/lib/bootroot/done: who is done is shared with other servers$'
	[ "$(on_system stat -c '%U:%G %a' /var/lib/bootroot/done)" = '_follow:_bootroot 2775' ]
	[ "$(on_system stat -c %U /etc/bootroot/clients.cdb)" = _follow ]
	# What a server has said, which is another user's file.
	on_system setpriv --reuid _tftpd --regid _tftpd --groups _bootroot touch /var/lib/bootroot/done/01-52-54-00-00-00-01
	wait_for 60 has_key bootroot/done/01-52-54-00-00-00-01
	# What another server has said and taken back.
	etcdctl put bootroot/done/01-52-54-00-00-00-02 '2026-11-29T12:00:00Z tftp 10.9.0.7, other'
	wait_for 60 on_system test -e /var/lib/bootroot/done/01-52-54-00-00-00-02
	run -0 on_system mkbootroot 'done'
	[[ "$output" = *'a 52:54:00:00:00:01: done since '*'b 52:54:00:00:00:02: done since '*', by tftp 10.9.0.7, other' ]]
	etcdctl put bootroot/again/01-52-54-00-00-00-01 '2099-11-29T12:00:00Z'
	wait_for 60 on_system test ! -e /var/lib/bootroot/done/01-52-54-00-00-00-01
	[ "$(on_system stat -c '%U %a' /var/lib/bootroot)" = 'root 3775' ]
	run -0 on_system systemd-analyze verify --man=no bootroot-follow.service
	[ -z "$output" ]
	on_system systemd-analyze security --no-pager --offline=yes --threshold=35 bootroot-follow.service
	on_system systemctl stop bootroot-follow.service
	[ -z "$(on_system systemctl --failed --no-legend)" ]
}
