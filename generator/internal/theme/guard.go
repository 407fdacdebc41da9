package theme

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"strings"

	"golang.org/x/net/html"
)

// unguarded is the error of a template whose pages do not begin with their
// content security policy.
type unguarded struct{ kind string }

func (u unguarded) Error() string {
	return fmt.Sprintf("a page of the kind %q does not begin with its content security policy", u.kind)
}

// guarded reports whether a page states its policy, whole, before anything that
// the policy could forbid. Browsers apply it only to what comes after it.
func guarded(page []byte, policy string) bool {
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.DoctypeToken, html.CommentToken:
		case html.TextToken:
			if len(bytes.TrimSpace(z.Text())) > 0 {
				return false
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			said := map[string]string{}
			for _, a := range t.Attr {
				if strings.HasPrefix(a.Key, "on") {
					return false
				}
				said[a.Key] = a.Val
			}
			_, charset := said["charset"]
			switch {
			case t.Data == "html", t.Data == "head", t.Data == "meta" && charset && len(t.Attr) == 1:
			default:
				return t.Data == "meta" && strings.EqualFold(said["http-equiv"], "Content-Security-Policy") && said["content"] == policy
			}
		default:
			return false
		}
	}
}

// unguardedKind looks for a kind of pages that do not begin with their policy.
func (l *loader) unguardedKind(root *template.Template) error {
	full, bare := samplePages()
	for _, p := range []Page{full, bare} {
		var made [3]template.HTML
		for i, name := range frameParts {
			var b strings.Builder
			if err := root.Lookup(name).Execute(&b, framed{Site: p.Site, Root: p.Root, Policy: Policy(p.Site)}); err != nil {
				return err
			}
			made[i] = template.HTML(b.String())
		}
		for _, kind := range kinds {
			p.Kind = kind
			var b bytes.Buffer
			if err := root.Lookup(kind+".html").Execute(io.Writer(&b), &shown{Page: &p, Frame: &frame{made[0], made[1], made[2]}}); err != nil {
				return err
			}
			if !guarded(b.Bytes(), Policy(p.Site)) {
				return unguarded{kind}
			}
		}
	}
	return nil
}
