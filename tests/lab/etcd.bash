# shellcheck shell=bash
# A store of three nodes: etcd1, etcd2 and etcd3 are hosts of the lab, 10.9.0.11 to
# 10.9.0.13, and store is one from which somebody asks them. Source net.bash,
# wait.bash, servers.bash and cache.bash first.

etcd_urls=http://10.9.0.11:2379,http://10.9.0.12:2379,http://10.9.0.13:2379

etcd_up() {
	local n
	cache_needs etcd-server etcd-client
	net_host store 10.9.0.10/24
	for n in 1 2 3; do
		net_host "etcd$n" "10.9.0.1$n/24"
		etcd_start "$n"
	done
	etcd_answers
}

# etcd_start N: a node begins, or goes on with what it has on its disk.
etcd_start() {
	local at=10.9.0.1$1
	background "etcd$1.log" on "etcd$1" "$cache/bin/etcd" --name "etcd$1" --data-dir "$LAB/etcd$1" \
		--listen-client-urls "http://$at:2379" --advertise-client-urls "http://$at:2379" \
		--listen-peer-urls "http://$at:2380" --initial-advertise-peer-urls "http://$at:2380" \
		--initial-cluster etcd1=http://10.9.0.11:2380,etcd2=http://10.9.0.12:2380,etcd3=http://10.9.0.13:2380
}

# Waits until the store answers, by a majority of its nodes.
etcd_answers() {
	wait_for 120 store --command-timeout=3s get nobody >/dev/null 2>&1
}

# store WORD...: etcdctl.
store() {
	on store env ETCDCTL_API=3 ETCDCTL_ENDPOINTS="$etcd_urls" "$cache/bin/etcdctl" "$@"
}

# store_many: each line of standard input, KEY VALUE, in one step; a value has no
# quotes. KEY is without the prefix.
store_many() {
	{
		echo
		sed 's|^\([^ ]*\) \(.*\)|put "bootroot/clients/\1" "\2"|'
		printf '\n\n'
	} | store txn >/dev/null
}

# store_line KEY VALUE
store_line() {
	printf '%s\n' "$2" | store put -- "bootroot/clients/$1" >/dev/null
}

# Prints the number of the node that leads.
etcd_leader() {
	store endpoint status 2>/dev/null | sed -n 's|^http://10\.9\.0\.1\([123]\):.*|\1 &|p' |
		awk -F ', ' '$5 == "true" { print substr($0, 1, 1) }'
}
