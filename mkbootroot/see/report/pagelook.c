/*
 * How a report looks, and its one script. Who changes one of them changes its
 * sum as well: a test says what it is.
 */
#include <stddef.h>

#include "mkbootroot/see/report/pagelook.h"

#define STYLE_SUM "sha256-6X9zaVsvaDymflB+QDC5tWMhakTus/mlBnfMN7JS6uc="
#define SCRIPT_SUM "sha256-84wxXvoTrb7HfdpUVg0yrvrSN/ELNsG2i4kxkX+qUbs="

/*
 * Bars have colours that the usual kinds of colour blindness tell apart, and
 * heights besides. A narrow screen gets each row as a block.
 */
static const char *const style[] = {
	":root{color-scheme:light dark;--page:#fff;--text:#1b1f24;"
	    "--soft:#59636e;--line:#d4d9df;--band:#f4f6f8;\n",
	"--link:#0757b0;--bad:#b3261e;--badband:#fdeceb;--good:#13723f;\n",
	"--loader:#2b6cb0;--configuration:#b0479a;--kernel:#0f8a5f;"
	    "--initrd:#d98200;--other:#6b7785;--wait:#aab3bd}\n",
	"@media (prefers-color-scheme:dark){:root{--page:#14171a;"
	    "--text:#e7eaee;--soft:#a3adb8;--line:#363d45;--band:#1d2126;\n",
	"--link:#82b7ff;--bad:#ff8a80;--badband:#3a1f1e;--good:#6fd39b;\n",
	"--loader:#63a4ee;--configuration:#e08bd0;--kernel:#3fc795;"
	    "--initrd:#f3ad4a;--other:#98a4b2;--wait:#66707b}}\n",
	"*{box-sizing:border-box}\n",
	"body{margin:0 auto;max-width:90rem;padding:1rem 1.5rem 3rem;"
	    "background:var(--page);color:var(--text);\n",
	"font:1rem/1.45 system-ui,sans-serif}\n",
	"h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0 .2rem}\n",
	"h2{font-size:1.25rem;margin:2.2rem 0 .5rem}\n",
	"h3{font-size:1rem;margin:1.6rem 0 .3rem}\n",
	"p{margin:.3rem 0;max-width:60rem}\n",
	"a{color:var(--link)}\n",
	":focus-visible{outline:3px solid var(--link);"
	    "outline-offset:2px}\n",
	".soft{color:var(--soft)}\n",
	".bad{color:var(--bad);font-weight:600}\n",
	".good{color:var(--good)}\n",
	"code{font:.92em ui-monospace,monospace;overflow-wrap:anywhere}\n",
	"nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;"
	    "list-style:none;margin:.8rem 0;padding:0}\n",
	".totals{display:grid;grid-template-columns:repeat(auto-fill,"
	    "minmax(9.5rem,1fr));gap:.6rem;margin:1rem 0}\n",
	".totals div{border:1px solid var(--line);border-radius:.4rem;"
	    "padding:.5rem .7rem;display:flex;"
	    "flex-direction:column-reverse;justify-content:flex-end}\n",
	".totals dt{color:var(--soft);font-size:.85rem}\n",
	".totals dd{margin:0;font-size:1.35rem;line-height:1.25;"
	    "font-variant-numeric:tabular-nums}\n",
	"table{border-collapse:collapse;width:100%}\n",
	"caption{text-align:left;color:var(--soft);padding:.2rem 0}\n",
	"th,td{text-align:left;vertical-align:top;padding:.35rem .6rem "
	    ".35rem 0;border-top:1px solid var(--line)}\n",
	"thead th{white-space:nowrap;border-top:0;color:var(--soft);"
	    "font-size:.85rem;font-weight:600}\n",
	"tbody th{font-weight:600;min-width:11rem;"
	    "overflow-wrap:break-word}\n",
	"td{overflow-wrap:break-word}\n",
	/* A word of others may be longer than the page is wide. */
	"th,td{max-width:28rem}\n",
	"td.n,th.n{text-align:right;white-space:nowrap;"
	    "font-variant-numeric:tabular-nums}\n",
	"th small,td small{display:block;font-weight:400;"
	    "color:var(--soft);font-size:.8rem;overflow-wrap:anywhere}\n",
	".time{table-layout:fixed}\n",
	".time th:first-child{width:15rem}\n",
	".time th:last-child{width:19rem}\n",
	".time td{vertical-align:top}\n",
	".time tbody tr:hover{background:var(--band)}\n",
	".time tr.bad{color:inherit;font-weight:inherit}\n",
	".time tr.bad>th{box-shadow:inset 4px 0 var(--bad);"
	    "padding-left:.7rem}\n",
	"svg{display:block;width:100%;height:28px;overflow:visible}\n",
	"svg.key{display:inline-block;width:30px;height:20px;"
	    "vertical-align:middle}\n",
	".axis text{font:.69rem ui-monospace,monospace;"
	    "fill:var(--soft)}\n",
	".grid{stroke:var(--line);stroke-width:1}\n",
	".own{stroke:var(--wait);stroke-width:2}\n",
	".w{y:13px;height:4px;fill:url(#hatch);stroke:var(--wait)}\n",
	".l{y:9px;height:12px;fill:var(--loader);stroke:var(--loader)}\n",
	".c{y:11px;height:8px;fill:var(--configuration);"
	    "stroke:var(--configuration)}\n",
	".k{y:7px;height:16px;fill:var(--kernel);stroke:var(--kernel)}\n",
	".i{y:5px;height:20px;fill:var(--initrd);stroke:var(--initrd)}\n",
	".o{y:10px;height:10px;fill:var(--other);stroke:var(--other)}\n",
	".f{y:10px;height:10px;fill:var(--badband);stroke:var(--bad);"
	    "stroke-dasharray:3 2}\n",
	".r{stroke:var(--bad);stroke-width:2;fill:var(--bad)}\n",
	".m{stroke:var(--soft)}\n",
	"svg.defs{position:absolute;width:0;height:0}\n",
	".axis span{position:absolute;width:1px;height:1px;"
	    "overflow:hidden;clip-path:inset(50%)}\n",
	".load path{fill:var(--loader);opacity:.45}\n",
	".load td,.load th{font-weight:400;color:var(--soft)}\n",
	".g{fill:var(--good);font-weight:700}\n",
	".x{fill:var(--bad);font-weight:700}\n",
	".e{fill:var(--soft)}\n",
	".hatch{stroke:var(--wait);stroke-width:2}\n",
	".legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;"
	    "list-style:none;margin:.5rem 0;padding:0;font-size:.9rem}\n",
	"details summary{cursor:pointer}\n",
	"details ol{margin:.3rem 0 .5rem;padding:0;list-style:none;"
	    "font-size:.85rem}\n",
	"details li{overflow-wrap:anywhere}\n",
	".find{display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;"
	    "align-items:center;margin:.6rem 0}\n",
	".find[hidden],tr[hidden],section[hidden]{display:none}\n",
	".find input[type=search]{font:inherit;padding:.3rem .5rem;"
	    "min-width:min(20rem,100%);border:1px solid var(--soft);"
	    "border-radius:.3rem;background:var(--page);color:inherit}\n",
	"footer{margin-top:2.5rem;border-top:1px solid var(--line);"
	    "padding-top:.6rem;color:var(--soft);font-size:.9rem}\n",
	"@media screen and (max-width:48rem){body{padding:.6rem .8rem "
	    "2rem}\n",
	"table:not(.time) thead{position:absolute;clip-path:inset(50%);"
	    "height:1px;width:1px;overflow:hidden}\n",
	"table,tbody,tr,th,td{display:block}\n",
	"tbody tr{border-top:1px solid var(--line);padding:.4rem 0}\n",
	"th,td{border:0;padding:.1rem 0}\n",
	"td.n{text-align:left}td.n:not(:empty)::before{"
	    "content:attr(data-h) \": \";color:var(--soft)}\n",
	".time thead,.time thead tr{display:block}.time thead "
	    "th:not(.axis){display:none}\n",
	".time th:first-child,.time th:last-child{width:auto}\n",
	"th small{display:inline;margin-left:.4rem}\n",
	".axis text:nth-of-type(even){display:none}}\n",
	"@media print{.axis text:nth-of-type(even){display:none}:root{"
	    "color-scheme:light}html{font-size:8.5pt}body{max-width:none;"
	    "padding:0}nav,.find{display:none!important}\n",
	"tr,.totals div{break-inside:avoid}h2,h3{break-after:avoid}"
	    "thead{display:table-header-group}\n",
	".time th:first-child{width:13rem}.time th:last-child{"
	    "width:19rem}}\n"
};

/* Without it all is there, but for the field that finds rows. */
static const char *const script[] = {
	"(function () {\n",
	"var box = document.querySelector(\".find\"), find, only, "
	    "found, rows, texts;\n",
	"if (!box)\n",
	"\treturn;\n",
	"find = document.getElementById(\"find\");\n",
	"only = document.getElementById(\"only\");\n",
	"found = document.getElementById(\"found\");\n",
	"rows = Array.from(document.querySelectorAll(\".time tbody "
	    "tr:not(.load)\"));\n",
	"texts = rows.map(function (row) { return "
	    "row.textContent.toLowerCase(); });\n",
	"function show() {\n",
	"\tvar word = find.value.trim().toLowerCase(), n = 0;\n",
	"\trows.forEach(function (row, i) {\n",
	"\t\trow.hidden = texts[i].indexOf(word) < 0 ||\n",
	"\t\t    only.checked && !row.classList.contains(\"bad\");\n",
	"\t\tn += !row.hidden;\n",
	"\t});\n",
	"\tdocument.querySelectorAll(\"#boots "
	    "section\").forEach(function (part) {\n",
	"\t\tpart.hidden = !part.querySelector(\n",
	"\t\t    \"tbody tr:not(.load):not([hidden])\");\n",
	"\t});\n",
	"\tfound.textContent = word || only.checked ?\n",
	"\t    n + \" of \" + rows.length + \" machines\" : \"\";\n",
	"}\n",
	"find.addEventListener(\"input\", show);\n",
	"only.addEventListener(\"change\", show);\n",
	"box.hidden = false;\n",
	"})();\n"
};

static void
put(FILE *out, const char *const line[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		fputs(line[i], out);
}

void
pagelook_head(FILE *out)
{
	fputs("<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src '" STYLE_SUM "'; "
	    "script-src '" SCRIPT_SUM "'; base-uri 'none'; "
	    "form-action 'none'\">\n<style>", out);
	put(out, style, sizeof(style) / sizeof(style[0]));
	fputs("</style>\n", out);
}

void
pagelook_script(FILE *out)
{
	fputs("<script>", out);
	put(out, script, sizeof(script) / sizeof(script[0]));
	fputs("</script>\n", out);
}
