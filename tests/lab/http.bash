# shellcheck shell=bash
# Boot files by HTTP: our httpd alone, and behind web servers that speak TLS,
# which are configured as httpd(8) says. Source case.bash first.

# certificate_make: for the server, by its address; it has signed itself. Firmware
# that knows $LAB/trusted, and curl with $LAB/boot.crt, trust it.
certificate_make() {
	openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=boot \
		-addext 'subjectAltName=IP:10.9.0.1' \
		-keyout "$LAB/boot.key" -out "$LAB/boot.crt" 2>"$LAB/openssl.log" || {
		cat "$LAB/openssl.log"
		return 1
	}
	openssl x509 -in "$LAB/boot.crt" -outform DER -out "$LAB/boot.der"
	certificate_list "$LAB/boot.der" >"$LAB/trusted"
}

# certificate_list FILE: as EDK2 stores certificates, an EFI_SIGNATURE_LIST with
# one X.509 certificate, whose owner is nobody.
certificate_list() {
	python3 - "$1" <<-'END'
		import struct, sys, uuid
		x509 = uuid.UUID("a5c059a1-94e4-4aa7-87b5-ab155c2bf072").bytes_le
		one = bytes(16) + open(sys.argv[1], "rb").read()
		sys.stdout.buffer.write(x509 + struct.pack("<III", 28 + len(one), 0, len(one)) + one)
	END
}

# page_lines SERVER: its lines in httpd(8), with the lab's paths.
page_lines() {
	awk -v server="$1" '
		/^\.Sh/ { inside = /BEHIND A PROXY/ }
		inside && /^\.Bd/ { text = ""; literal = 1; next }
		/^\.Ed/ && literal { literal = 0; if (text ~ "^# /etc/" server "/") printf "%s", text }
		literal { text = text $0 "\n" }' "${top:?}/httpd/httpd.8" >"$LAB/page"
	[ -s "$LAB/page" ]
	sed -e "s|/etc/ssl/boot|$LAB/boot|" -e "s|/var/cache/nginx|$LAB/cache|" "$LAB/page"
}

# httpd_behind_proxy PAGE: as the page says it is started, by hand.
httpd_behind_proxy() {
	local line
	line=$(python3 "$top/tests/command_lines.py" "$1" | grep -- ' -f ')
	line=${line/#*\/httpd /"$LAB/bin/httpd" -m "$LAB/clients.cdb" }
	# shellcheck disable=SC2086 # a list of words
	background httpd.log on server ${line/%\/srv\/tftp/"$LAB/tftp"}
	wait_for 60 tcp_open server 8080
}

# proxy_start nginx|lighttpd: in front of it, on the port of HTTPS; with one line more
# of the page where $proxy_line is set, at its place.
proxy_start() {
	cache_needs "$1"
	"proxy_$1"
	wait_for 60 tcp_open server 443 || {
		cat "$LAB/web.log"
		return 1
	}
}

# The page's lines are one file of those that its nginx.conf includes.
proxy_nginx() {
	mkdir -p "$LAB/cache"
	page_lines nginx | awk -v line="${proxy_line-}" '
		/location \/ / && line != "" { print line } { print }' >"$LAB/nginx.page"
	cat >"$LAB/nginx.conf" <<-END
		daemon off;
		user root;
		pid $LAB/nginx.pid;
		error_log stderr;
		events { }
		http {
			access_log $LAB/access.log;
			client_body_temp_path $LAB/cache/body;
			proxy_temp_path $LAB/cache/proxy;
			fastcgi_temp_path $LAB/cache/fastcgi;
			uwsgi_temp_path $LAB/cache/uwsgi;
			scgi_temp_path $LAB/cache/scgi;
			include $LAB/nginx.page;
		}
	END
	background web.log on server "${cache:?}/bin/nginx" -p "$LAB" -e stderr -c "$LAB/nginx.conf"
}

# All its modules are in one folder, wherever they come from.
proxy_lighttpd() {
	cache_needs lighttpd-mod-openssl
	mkdir -p "$LAB/modules"
	ln -sf "$cache"/lighttpd{,-mod-openssl}/usr/lib/lighttpd/*.so "$LAB/modules"
	{
		echo "server.document-root = \"$LAB/modules\""
		echo 'server.port = 8000'
		echo 'server.bind = "127.0.0.1"'
		page_lines lighttpd | awk -v line="${proxy_line-}" '
			{ print } /proxy.server/ && line != "" { print line }'
	} >"$LAB/lighttpd.conf"
	background web.log on server "$cache/bin/lighttpd" -D -m "$LAB/modules" -f "$LAB/lighttpd.conf"
}

# asks HOST NAME [WORD...]: by curl, with TLS, from a host of the network.
asks() {
	local host=$1 name=$2
	shift 2
	on "$host" curl -sS --max-time 60 --cacert "$LAB/boot.crt" --path-as-is "$@" "https://10.9.0.1/$name"
}
