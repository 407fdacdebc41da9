package theme

import (
	"bytes"
	"slices"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/html"
	"github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/minify/v2/svg"
)

// Minified returns a smaller equal of body, or body itself when its media type
// is not known or it cannot be read. The minifier writes into its input, also
// when it then fails, so it only ever gets a copy of its own.
func Minified(mediaType string, body []byte) []byte {
	kind, _, _ := strings.Cut(mediaType, ";")
	var m minify.Minifier
	switch kind {
	case "text/css":
		m = &css.Minifier{}
	case "text/javascript":
		m = &js.Minifier{}
	case "image/svg+xml":
		m = &svg.Minifier{}
	case "text/html":
		m = &html.Minifier{
			KeepDocumentTags: true, KeepEndTags: true, KeepQuotes: true, KeepDefaultAttrVals: true,
			TemplateDelims: html.GoTemplateDelims,
		}
	default:
		return body
	}
	var out bytes.Buffer
	if err := m.Minify(minify.New(), &out, bytes.NewReader(slices.Clone(body)), nil); err != nil {
		return body
	}
	return out.Bytes()
}
