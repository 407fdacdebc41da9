// Package picture draws the pictures of derived pages as SVG.
//
// In: what is to be seen as plain values, with all words ready in the site's
// language. Out: one element, the same bytes for the same values, with a title
// and a description for those who do not see it and links that are reached by
// the keyboard in reading order. Without anything to show it is empty. It holds
// no style and no script: colours come from classes of the theme, which all
// begin with pic, and shape and words say the same, so that a picture reads
// without colour, in print and in the dark. Words and addresses are escaped
// here; an address that could act leads nowhere. The package knows nothing of
// documents, and a picture never stands alone: its page has a table that says
// the same.
//
// A timeline, bars, a ladder and the map around one team are as wide as the
// page: places are parts of the width, text keeps its size, and all of it has
// room at the width of a phone. A map of many teams has a size of its own and
// lies in a box that scrolls. There is no font when a site is built, so widths
// of text are estimated; what is too long is broken into lines, then cut, and
// said in full to a pointer or a screen reader.
//
// The icon and the card of a site are no parts of a page: they are files, and
// carry their own colours.
package picture

// narrowest is the width at which a picture that is as wide as the page must
// still have room for its words: that of a small phone without its margins.
const narrowest = 296 * pixel

// thumb is how far marks that can be followed stand from each other.
const thumb = 18 * pixel
