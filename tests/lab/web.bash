# shellcheck shell=bash
# A web server beside tftpd: the distribution's lighttpd, which has the boot
# root too. Its log is $LAB/web.log.

web_start() {
	cache_needs lighttpd
	cat >"$LAB/lighttpd.conf" <<-END
		server.modules = ( "mod_accesslog" )
		server.document-root = "$LAB/tftp"
		server.port = 80
		accesslog.filename = "$LAB/web.log"
		accesslog.format = "%h %m %U %s %b"
	END
	background lighttpd.log on server "$cache/bin/lighttpd" -D \
		-m "$cache/lighttpd/usr/lib/lighttpd" -f "$LAB/lighttpd.conf"
	wait_for 60 web_listens
}

web_listens() {
	on server ss -Hltn 'sport = :80' | grep -q .
}
