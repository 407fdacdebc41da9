package markdown

import (
	"bytes"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/text"
)

// Highlighting is by far the dearest thing a page can ask for, and regular
// expressions with backtracking make hostile code dearer still: about 0.5 s for
// 8 kB in the worst of the languages below (2 kB a line: 10 s). So longer code
// and longer lines are shown without it, and languages whose lexer does worse
// are not in the list.
const (
	maxHighlighted     = 8 << 10  // bytes of one block
	maxHighlightedLine = 300      // bytes of one line
	maxHighlightedIn   = 32 << 10 // bytes of one document
)

// languages are those that are highlighted, by one name of each.
const languages = `apacheconf awk bash batchfile bicep c c# c++ clojure cmake console css csv cue dart diff docker
	elixir erlang gherkin go graphql groovy haskell hcl html http ini java javascript json jsonnet jsx
	julia kotlin makefile markdown mysql nginx nix objective-c ocaml perl php powershell promql
	properties protobuf python r rego ruby rust scala scss sed shell-session sql svelte swift systemd tcl
	terraform toml tsql tsx typescript viml vue xml yaml zig`

// code writes a code block. Its box scrolls by itself when a line is long, so
// the keyboard must be able to reach it.
func (c *compiler) code(lines *text.Segments, language string) {
	c.ownLine()
	c.html = append(c.html, `<pre tabindex="0"><code`...)
	if language != "" {
		c.html = append(c.html, ` class="language-`...)
		c.html = append(escapeAttribute(c.html, language), '"')
	}
	c.html = append(c.html, '>')
	from := len(c.text)
	for i := range lines.Len() {
		line := lines.At(i)
		value := line.Value(c.body)
		if bytes.HasSuffix(value, []byte("\r\n")) {
			value = append(bytes.Clone(value[:len(value)-2]), '\n')
		}
		c.codeLine(line, value)
	}
	c.html = c.highlighted(c.html, language, c.text[from:])
	c.html = append(c.html, "</code></pre>\n"...)
}

// codeLine appends a line of code to the plain text. Where a tab was cut,
// spaces stand before it that are not in the file.
func (c *compiler) codeLine(segment text.Segment, line []byte) {
	cut := min(segment.Padding, len(line))
	c.text = append(c.text, line[:cut]...)
	rest := line[cut:]
	same := min(len(rest), segment.Len())
	for same > 0 && rest[same-1] != c.body[segment.Start+same-1] {
		same-- // the end of the line
	}
	c.addRun(segment.Start, same, Code)
	c.text = append(c.text, rest...)
}

func (c *compiler) highlighted(html []byte, language string, code []byte) []byte {
	lexer := lexerOf(language)
	if lexer == nil || len(code) > maxHighlighted || c.coloured+len(code) > maxHighlightedIn || hasLongLine(code) {
		return escapeText(html, code)
	}
	c.coloured += len(code)
	return append(html, colours.of(lexer, language, string(code))...)
}

func hasLongLine(code []byte) bool {
	for line := range bytes.Lines(code) {
		if len(line) > maxHighlightedLine {
			return true
		}
	}
	return false
}

// lexersByName finds a lexer by any name of its language, in lower case.
// chroma's own search goes on to match file name patterns when it finds no
// name, and that takes longer than the page.
var lexersByName = sync.OnceValue(func() map[string]chroma.Lexer {
	byName := map[string]chroma.Lexer{}
	for _, name := range strings.Fields(languages) {
		lexer := lexers.Get(name)
		config := lexer.Config()
		for _, alias := range append([]string{name, config.Name}, config.Aliases...) {
			byName[strings.ToLower(alias)] = lexer
		}
	}
	return byName
})

// lexerOf returns nil for a language that is shown without colours.
func lexerOf(language string) chroma.Lexer {
	if language == "" {
		return nil
	}
	return lexersByName()[strings.ToLower(language)]
}

// colours keeps the HTML of code that was highlighted before. The HTML is a
// function of language and code alone, so that nobody can see the cache except
// by the clock.
var colours = &cache{most: 16 << 20}

type cache struct {
	most int // bytes held

	mu   sync.Mutex
	held map[snippet]string
	size int
}

type snippet struct{ language, code string }

func (k *cache) of(lexer chroma.Lexer, language, code string) string {
	key := snippet{language, code}
	k.mu.Lock()
	html, found := k.held[key]
	k.mu.Unlock()
	if found {
		return html
	}
	html = coloured(lexer, code)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.held == nil || k.size > k.most {
		k.held, k.size = map[snippet]string{}, 0
	}
	k.held[key] = html
	k.size += len(html) + len(code) + 64
	return html
}

// coloured writes code as HTML with a class for each token that is worth a
// colour. A lexer that fails or loses a byte gives no colours at all.
func coloured(lexer chroma.Lexer, code string) string {
	tokens, err := tokenise(lexer, code)
	if err != nil {
		return string(escapeText(nil, []byte(code)))
	}
	html := make([]byte, 0, 2*len(code))
	size := 0
	for _, token := range tokens {
		size += len(token.Value)
		class := classOf(token.Type)
		if class == "" || strings.TrimSpace(token.Value) == "" {
			html = escapeText(html, []byte(token.Value))
			continue
		}
		html = append(append(append(html, `<span class="`...), class...), `">`...)
		html = append(escapeText(html, []byte(token.Value)), "</span>"...)
	}
	if size != len(code) {
		return string(escapeText(nil, []byte(code)))
	}
	return string(html)
}

func tokenise(lexer chroma.Lexer, code string) (tokens []chroma.Token, err error) {
	iterator, err := chroma.Coalesce(lexer).Tokenise(nil, code)
	if err != nil {
		return nil, err
	}
	return iterator.Tokens(), nil
}

// classOf returns the class of a kind of token, "" for what looks best in the
// colour of the text: plain names, punctuation, space and what the lexer did
// not understand.
func classOf(t chroma.TokenType) string {
	switch t {
	case chroma.Name, chroma.NameOther, chroma.Punctuation, chroma.Error, chroma.Other, chroma.Text, chroma.Whitespace:
		return ""
	}
	for ; t != 0; t = t.Parent() {
		if class, ok := chroma.StandardTypes[t]; ok {
			return class
		}
	}
	return ""
}
