package markdown

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// pieces are joined at random: bytes alone seldom make nested tags.
var pieces = strings.Split("# |## |\n|\n\n|\n\n\n|> |- |1. |  |    |\t|* |*|**|_|~~|`|```\n|```go\n|[|]|(|)|](a.md)|![|[[|]]|[a][b]|[b]: c\n|[^1]|\n\n[^1]: |: |--- |"+
	"a |word |é |日本 |http://e.org/x |www.e.org|a@e.org |2023-04-02 |&amp;|\\|<|>|<!--|-->|<p>|</p>|<b>|</b>|<div>|</div>|<span id=a>|</span>|<table>|</table>|<tr>|</tr>|<td>|</td>|<th>|"+
	"<tbody>|<thead>|<caption>|<ul>|</ul>|<li>|</li>|<dl>|<dt>|<dd>|<a href=x>|<a name=n>|</a>|<img src=y>|<h1>|</h1>|<h2>|</h2>|<pre>|</pre>|<details>|</details>|<summary>|</summary>|<blockquote>|"+
	"</blockquote>|<br>|<hr>|<section>|<script>|</script>|<style>|<svg onload=x>|<a href='javascript:x'>|<code>|</code>|<figure>|<center>|</center>|\n| a | b |\n|---|---|\n| c | |\n\\| d |\n| e |> [!NOTE]\n> |- [ ] |{#i}", "|")

func TestMixtures(t *testing.T) {
	t.Parallel()
	rounds := 3000
	if n, err := strconv.Atoi(os.Getenv("MIXTURES")); err == nil {
		rounds = n
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range rounds {
		var b strings.Builder
		for range 2 + random.IntN(30) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		src := b.String()
		for _, raw := range []bool{true, false} {
			c := Compile("x.md", []byte(src), 0, Options{RawHTML: raw})
			if found := violations([]byte(src), 0, c); len(found) > 0 {
				t.Fatalf("%q\n%s\n%s", src, c.Body.Render(nil, fill), strings.Join(found, "\n"))
			}
		}
	}
}
