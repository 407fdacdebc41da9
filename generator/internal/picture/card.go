package picture

import "strings"

// Card draws what other programs show beside a link to a site: its icon, its
// title and what it is, at 1200 by 630. rightToLeft says how its language is
// written. Like Icon it carries its own colours.
func Card(title, description string, rightToLeft bool) []byte {
	const margin, right = 90, 1110
	large, plain := face{size: 76, bold: true}, face{size: 36}
	if large.width(title) > (right-margin)*pixel*2 {
		large.size = 60
	}
	heading, _ := large.wrap(title, (right-margin)*pixel, 3)
	text, cut := plain.wrap(description, (right-margin)*pixel, 3)
	if last := len(text) - 1; cut && strings.Contains(text[last], " ") { // not within a word
		text[last] = text[last][:strings.LastIndexByte(text[last], ' ')] + " …"
	}
	start, tile, direction := margin, margin, "ltr"
	if rightToLeft {
		start, tile, direction = right, right-96, "rtl"
	}
	var p pen
	p.draw(`<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630" direction="%s" font-family="%s">`, direction, sans)
	p.draw(`<rect width="1200" height="630" fill="#f4f6f8"/><rect width="1200" height="14" fill="#0a4f9e"/>`)
	p.draw(`<rect x="%d" y="84" width="96" height="96" rx="21" fill="#0a4f9e"/>`, tile)
	p.draw(`<text x="%d" y="134" fill="#fff" font-size="50" font-weight="700" text-anchor="middle" dominant-baseline="central">%v</text>`, tile+48, esc(initials(title)))
	step := px(large.size) * pixel * 12 / 10
	y := 180*pixel + step + 8*pixel
	p.draw(`<g fill="#1a2027" font-size="%d" font-weight="700">`, large.size)
	p.lines("", start, y, heading, step)
	y += px(len(heading)) * step
	p.draw(`</g><g fill="#4a5560" font-size="%d">`, plain.size)
	p.lines("", start, y, text, 48*pixel)
	p.draw("</g></svg>\n")
	return p.Bytes()
}
