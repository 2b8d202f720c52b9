# shellcheck shell=bash
# A real etcd of one node. Source wait.bash first, and cache.bash for $cache; $dir is the
# test's folder, and pids are the processes that its teardown ends.

export ETCDCTL_API=3 ETCDCTL_ENDPOINTS=http://127.0.0.1:2379

# etcd_start [OPTION...]: begins, or goes on with what it has on its disk, and waits until
# it answers. $etcd is its process.
etcd_start() {
	cache_needs etcd-server etcd-client
	[[ :$PATH: = *":${cache:?}/bin:"* ]] || PATH=$PATH:$cache/bin
	"$cache/bin/etcd" --data-dir "${dir:?}/etcd" --listen-client-urls "$ETCDCTL_ENDPOINTS" \
	    --advertise-client-urls "$ETCDCTL_ENDPOINTS" --listen-peer-urls http://127.0.0.1:2380 "$@" \
	    >>"$dir/etcd.log" 2>&1 3>&- 4>&- &
	etcd=$!
	pids+=("$etcd")
	wait_for 60 etcdctl --command-timeout=1s get x >/dev/null 2>&1
}

# etcd_end PROCESS: at once, as in a power cut.
etcd_end() {
	kill -9 "$1"
	wait "$1" || :
}
