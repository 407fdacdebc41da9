package source

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"remit/generator/internal/schema"
)

func encoded(t testing.TB, encode func(*bytes.Buffer, image.Image) error) string {
	var b bytes.Buffer
	must(t, encode(&b, image.NewPaletted(image.Rect(0, 0, 30, 20), palette)))
	return b.String()
}

var palette = []color.Color{color.Black, color.White}

func webp(kind string, chunk ...byte) string {
	return "RIFF\x00\x00\x00\x00WEBP" + kind + string(chunk) + strings.Repeat("\x00", 16)
}

func ispe(w, h uint32) string {
	b := binary.BigEndian.AppendUint32([]byte("ispe\x00\x00\x00\x00"), w)
	return string(binary.BigEndian.AppendUint32(b, h))
}

func TestInfo(t *testing.T) {
	t.Parallel()
	pngFile := encoded(t, func(b *bytes.Buffer, m image.Image) error { return png.Encode(b, m) })
	jpegFile := encoded(t, func(b *bytes.Buffer, m image.Image) error { return jpeg.Encode(b, m, nil) })
	gifFile := encoded(t, func(b *bytes.Buffer, m image.Image) error { return gif.Encode(b, m, nil) })
	avif := "\x00\x00\x00\x20ftypavif" + ispe(10, 5) + ispe(30, 20) + ispe(1<<20, 1<<20)
	const text = "text/plain; charset=utf-8"
	for _, c := range []struct {
		name, data    string
		media         string
		width, height int
		refused       string // what the reason says, "" for none
	}{
		{"a.png", pngFile, "image/png", 30, 20, ""},
		{"a.PNG", pngFile, "image/png", 30, 20, ""},
		{"a.jpg", jpegFile, "image/jpeg", 30, 20, ""},
		{"a.jpeg", jpegFile, "image/jpeg", 30, 20, ""},
		{"a.gif", gifFile, "image/gif", 30, 20, ""},
		{"cut.png", pngFile[:16], "image/png", 0, 0, ""},
		{"cut.jpg", jpegFile[:20], "image/jpeg", 0, 0, ""},
		{"other.png", jpegFile, "image/jpeg", 30, 20, ""},
		{"text.png", "<script>alert(1)</script>", "image/png", 0, 0, "it is no image"},
		{"empty.png", "", "image/png", 0, 0, "it is no image"},
		{"page.gif", "<html>", "image/gif", 0, 0, "it is no image"},
		{"lossy.webp", webp("VP8 ", 0, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 30, 0x40, 20, 0), "image/webp", 30, 20, ""},
		{"lossless.webp", webp("VP8L", 0, 0, 0, 0, 0x2f, 29, 19<<6&0xff, 19>>2, 0), "image/webp", 30, 20, ""},
		{"extended.webp", webp("VP8X", 0, 0, 0, 0, 0, 0, 0, 0, 29, 0, 0, 19, 0, 0), "image/webp", 30, 20, ""},
		{"strange.webp", webp("ABCD"), "image/webp", 0, 0, ""},
		{"cut.webp", "RIFF\x00\x00\x00\x00WEBPVP8X", "image/webp", 0, 0, ""},
		{"a.avif", avif, "image/avif", 30, 20, ""},
		{"cut.avif", avif[:24], "image/avif", 0, 0, ""},
		{"a.ico", "\x00\x00\x01\x00\x01", "image/x-icon", 0, 0, ""},
		{"a.pdf", "%PDF-1.7", "application/pdf", 0, 0, ""},
		{"page.pdf", "<html>", "application/pdf", 0, 0, "it is no PDF"},
		{"a.csv", "a,b", "text/csv; charset=utf-8", 0, 0, ""},
		{"a.pptx", "PK\x03\x04\x00", "application/vnd.openxmlformats-officedocument.presentationml.presentation", 0, 0, ""},
		{"LICENSE", "MIT", text, 0, 0, ""},
		{"run.sh", "#!/bin/sh", text, 0, 0, ""},
		{"latin.txt", "caf\xe9", text, 0, 0, ""},
		{"raw.bin", "\x00\x01", "application/octet-stream", 0, 0, ""},
		{"big.log", strings.Repeat("é", headBytes), text, 0, 0, ""},
		{"lfs.png", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "image/png", 0, 0, "git lfs pull"},
		{"key.txt", strings.Repeat("x", headBytes) + "\n-----BEGIN RSA PRIVATE KEY-----\n", text, 0, 0, "private key"},
		{"pgp", "-----BEGIN CERTIFICATE-----\n-----BEGIN PGP PRIVATE KEY BLOCK-----", text, 0, 0, "private key"},
		{"cert.pem", "-----BEGIN CERTIFICATE-----\nPRIVATE KEY-----", text, 0, 0, ""},
		{"id_ed25519", "", "application/octet-stream", 0, 0, "private key"},
		{"store.p12", "\x00", "application/octet-stream", 0, 0, "store of keys"},
		{"page.html", "<p>", "application/octet-stream", 0, 0, "reader's browser"},
		{"page.HTM", "<p>", "application/octet-stream", 0, 0, "reader's browser"},
		{"feed.xml", "<a/>", "application/octet-stream", 0, 0, "reader's browser"},
		{"app.js", "1", "application/octet-stream", 0, 0, "every page"},
		{"app.css", "a{}", "application/octet-stream", 0, 0, "every page"},
		{"shell.PHP", "<?php", "application/octet-stream", 0, 0, "run on the web server"},
		{"x.cgi", "#!/bin/sh", "application/octet-stream", 0, 0, "run on the web server"},
		{"what?.txt", "x", text, 0, 0, "does not allow; rename it to what-.txt"},
		{"aux/a.txt", "x", text, 0, 0, "Windows keeps for a device; rename it to aux-file"},
		{"a\u202etxt.zip", "PK\x03\x04", "application/zip", 0, 0, "invisible"},
		{"a.bak", "x", "application/octet-stream", 0, 0, "backup"},
		{"sub/netlify.toml", "x", "application/toml", 0, 0, "web server"},
		{"_redirects", "x", "application/octet-stream", 0, 0, "never published"},
		{"sub/.env", "x", "application/octet-stream", 0, 0, "never published"},
		{"a.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>`, "image/svg+xml", 30, 20, ""},
		{"bad.svg", `<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`, "image/svg+xml", 0, 0, "<script>"},
		{"cut.svg", `<svg xmlns="http://www.w3.org/2000/svg"><g>`, "image/svg+xml", 0, 0, "no SVG"},
	} {
		dir := t.TempDir()
		onDisk := c.name == "a.png" || c.name == "key.txt" || c.name == "bad.svg" || c.name == "big.log"
		files := map[string]*File{"memory": NewFile(c.name, []byte(c.data))}
		if onDisk {
			must(t, os.WriteFile(filepath.Join(dir, c.name), []byte(c.data), 0o644))
			r, err := Open(dir)
			must(t, err)
			t.Cleanup(func() { r.Close() })
			files["disk"] = read(t, r, nil, Options{}).Find(c.name)
		}
		for where, f := range files {
			got := f.Info()
			if got.Media != c.media || got.Width != c.width || got.Height != c.height {
				t.Errorf("%s in %s: got %s %dx%d, want %s %dx%d", c.name, where, got.Media, got.Width, got.Height, c.media, c.width, c.height)
			}
			if !strings.Contains(got.Refused, c.refused) || (got.Refused == "") != (c.refused == "") {
				t.Errorf("%s in %s: refused %q, want %q", c.name, where, got.Refused, c.refused)
			}
		}
	}
}

func TestLargeAssetIsRefused(t *testing.T) {
	t.Parallel()
	limits := schema.DefaultLimits()
	limits.AssetBytes = 3
	tree := read(t, site(t, map[string]string{"fits.txt": "123", "large.txt": "1234"}), nil, Options{Limits: limits})
	if why := tree.Find("fits.txt").Info().Refused; why != "" {
		t.Errorf("a file at the limit is refused: %s", why)
	}
	large := tree.Find("large.txt")
	if why := large.Info().Refused; !strings.HasPrefix(why, "it is 4 bytes and the limit is 3 bytes") {
		t.Errorf("a file over the limit: %q", why)
	}
	if data, err := large.Read(); err == nil {
		t.Errorf("a file over the limit was read: %q", data)
	}
}

func TestSVG(t *testing.T) {
	t.Parallel()
	const head = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" `
	in := func(body string) string { return head + ">" + body + "</svg>" }
	for _, c := range []struct{ svg, refused string }{
		{in(`<path d="M0 0"/><text>on &amp; off</text>`), ""},
		{`<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">` + in(""), ""},
		{"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>" + in("<text>caf\xe9</text>"), ""},
		{"\ufeff" + in(""), ""},
		{in(`<use xlink:href="#a"/><image href="data:image/png;base64,AA"/><image href="logo.png"/>`), ""},
		{in(`<a href="https://example.org/"><text>x</text></a>`), ""},
		{in(`<style>.a{fill:url(#g)} @font-face{src:url(data:font/woff2;base64,AA)}</style>`), ""},
		{in(`<g fill="url('#g')" style="filter:url( #f )"/>`), ""},
		{in(`<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>`), ""},

		{in(`<script>1</script>`), "<script>"},
		{in(`<SCRIPT/>`), "<script>"},
		{in(`<x:script xmlns:x="http://www.w3.org/2000/svg"/>`), "<script>"},
		{in(`<g><foreignObject/></g>`), "<foreignobject>"},
		{in(`<p xmlns="http://www.w3.org/1999/xhtml"/>`), "HTML element"},
		{in(`<g onclick="x()"/>`), "handler onclick"},
		{in(`<g OnLoad="x()"/>`), "handler onload"},
		{head + `onload="x()"/>`, "handler onload"},
		{in(`<a href="javascript:x()"/>`), "script in the attribute href"},
		{in(`<a href="java&#10;script:x()"/>`), "script in the attribute href"},
		{in(`<a xlink:href=" JAVASCRIPT:x()"/>`), "script in the attribute href"},
		{in(`<animate attributeName="href" values="#a"/>`), "animation"},
		{in(`<set attributeName="onclick" to="x()"/>`), "animation"},
		{in(`<set attributeName="fill" to="url(https://example.org/a)"/>`), "another place"},
		{in(`<image href="https://example.org/a.png"/>`), "another place"},
		{in(`<image href="//example.org/a.png"/>`), "another place"},
		{in(`<image href="/\example.org/a.png"/>`), "another place"},
		{in(`<use href="data:image/svg+xml,x"/>`), "another place"},
		{in(`<image href="data:text/html,x"/>`), "script in the attribute href"},
		{in(`<g xml:base="https://example.org/"/>`), "xml:base"},
		{in(`<g style="fill:url(https://example.org/a)"/>`), "another place"},
		{in(`<g fill="u\72 l(https://example.org/a)"/>`), "another place"},
		{in(`<style>a{b:url("//example.org")}</style>`), "another place"},
		{in(`<style>@import "x"</style>`), "@import"},
		{in(`<style>a{content:"/*"} b{fill:url(https://example.org/a)} c{content:"*/"}</style>`), "another place"},
		{in(`<style>a{\2f\2a:x;fill:url(https://example.org/a);y:\2a\2f}</style>`), "another place"},
		{in("<style>a{fill:url('ht\\\ntps://example.org/a')}</style>"), "another place"},
		{in(`<style><![CDATA[@\69mport "x"]]></style>`), "@import"},
		{`<?xml-stylesheet href="x.css"?>` + in(""), "xml-stylesheet"},
		{`<!DOCTYPE svg [<!ENTITY x "<script/>">]>` + in("&x;"), "entities"},
		{in("&x;"), "no SVG"},
		{`<?xml version="1.0" encoding="utf-7"?>` + in(""), "encoding is utf-7"},
		{"", "no SVG"},
		{"<svg/>", "lacks xmlns"},
		{"<html/>", "first element is <html>"},
		{in("") + `<script/>`, "<script>"},
		{in("<g>"), "no SVG"},
	} {
		got := inspectBytes("a.svg", []byte(c.svg)).Refused
		if !strings.Contains(got, c.refused) || (got == "") != (c.refused == "") {
			t.Errorf("%s\nrefused %q, want %q", c.svg, got, c.refused)
		}
	}
}

func TestSVGSize(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		attributes    string
		width, height int
	}{
		{``, 0, 0},
		{`width="30" height="20"`, 30, 20},
		{`width="30px" height=" 20.4 "`, 30, 20},
		{`width="1in" height="25.4mm"`, 96, 96},
		{`width="3pt" height="1pc"`, 4, 16},
		{`viewBox="0 0 30 20"`, 30, 20},
		{`viewBox="-5,-5,30,20"`, 30, 20},
		{`width="100%" height="100%" viewBox="0 0 30 20"`, 30, 20},
		{`width="60" viewBox="0 0 30 20"`, 60, 40},
		{`height="60" viewBox="0 0 30 20"`, 90, 60},
		{`width="60"`, 0, 0},
		{`width="-1" height="NaN" viewBox="0 0 0 20"`, 0, 0},
		{`width="1e300" height="1e-300"`, 1 << 20, 1},
		{`viewBox="0 0 30"`, 0, 0},
	} {
		info := inspectBytes("a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" `+c.attributes+`/>`))
		if info.Refused != "" || info.Width != c.width || info.Height != c.height {
			t.Errorf("%s: %+v, want %dx%d", c.attributes, info, c.width, c.height)
		}
	}
}

// FuzzInspect: no content makes it panic, and what passes as a drawing holds
// neither a script nor a handler, however it is written.
func FuzzInspect(f *testing.F) {
	f.Add("a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><g style="fill:url(#a)"/><style>a{b:\75rl(c)}</style></svg>`))
	f.Add("a.svg", []byte(`<?xml version="1.0" encoding="ascii"?><svg xmlns="http://www.w3.org/2000/svg"><a href="x"/><s:cript/></svg>`))
	f.Add("a.webp", []byte(webp("VP8X", 1, 2, 3)))
	f.Add("a.avif", []byte("\x00\x00\x00\x20ftypavif"+ispe(1, 2)))
	f.Add("a.png", []byte("\x89PNG\r\n\x1a\n"))
	f.Add("key", []byte("-----BEGIN PRIVATE KEY-----"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		info := inspectBytes(name, data)
		if info.Width < 0 || info.Height < 0 || (info.Width == 0) != (info.Height == 0) {
			t.Errorf("size %dx%d", info.Width, info.Height)
		}
		lower := bytes.ToLower(data)
		if info.Media == "image/svg+xml" && info.Refused == "" && bytes.Contains(lower, []byte("<script")) && !bytes.Contains(data, []byte("<!")) && !bytes.Contains(data, []byte("<?")) {
			t.Errorf("published %q", data)
		}
	})
}
