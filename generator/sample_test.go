package generator

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"remit/generator/internal/source"
)

// samplePages writes n documents of about 4 kB with some 15 links each, the
// same for the same n.
func samplePages(n int) map[string]string {
	r := rand.New(rand.NewPCG(uint64(n), 7))
	paths := make([]string, n)
	for i := range paths {
		paths[i] = samplePath(i)
	}
	files := make(map[string]string, n+1)
	files["remit.yaml"] = "title: Sample handbook\n"
	for i, p := range paths {
		files[p] = samplePage(r, i, paths)
	}
	return files
}

var sampleFolders = []string{"charters", "standards", "lessons", "playbooks", "guides"}

func samplePath(i int) string {
	return fmt.Sprintf("%s/group-%03d/page-%05d.md", sampleFolders[i%5], i/125, i)
}

var sampleWords = strings.Fields(`team decides alone refunds limit customer answer parcel week support charter standard
	lesson promise measure review owner boundary budget trust space support goal release incident experiment outcome
	agreement contact deadline evidence follow practice reason change together advice sponsor audit handover reply`)

func samplePage(r *rand.Rand, i int, paths []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\nowner: team-%d\ntags: [tag-%d, tag-%d]\nreviewed: 2026-%02d-%02d\n---\n\n# Page %d: %s\n\n",
		i%40, i%97, i%31, 1+i%12, 1+i%28, i, sampleSentence(r, 4))
	links := 0
	for s := range 6 {
		fmt.Fprintf(&b, "## %s %d\n\n", sampleSentence(r, 3), s)
		for range 3 {
			for range 4 {
				b.WriteString(sampleSentence(r, 10) + ". ")
			}
			if links++; links <= 15 {
				to := r.IntN(len(paths))
				fmt.Fprintf(&b, "See [%s](../../%s) for more. ", sampleSentence(r, 2), paths[to])
			}
			b.WriteString("\n\n")
		}
	}
	b.WriteString("| Decision | Who | Since |\n|---|---|---|\n")
	for range 6 {
		fmt.Fprintf(&b, "| %s | team-%d | 2026-0%d-11 |\n", sampleSentence(r, 3), r.IntN(40), 1+r.IntN(9))
	}
	b.WriteString("\n- [ ] " + sampleSentence(r, 5) + "\n- [x] " + sampleSentence(r, 5) + "\n")
	return b.String()
}

func sampleSentence(r *rand.Rand, words int) string {
	var b strings.Builder
	for i := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(sampleWords[r.IntN(len(sampleWords))])
	}
	return b.String()
}

// treeOf is a site in memory.
func treeOf(files map[string]string) *source.Tree {
	list := make([]*source.File, 0, len(files))
	for p, text := range files {
		list = append(list, source.NewFile(p, []byte(text)))
	}
	return source.NewTree(list, nil)
}

// edited is a tree with one file replaced, added, or taken out when text is nil.
func edited(t *source.Tree, path string, text *string) *source.Tree {
	files := make([]*source.File, 0, len(t.Files)+1)
	for _, f := range t.Files {
		if f.Path != path {
			files = append(files, f)
		}
	}
	if text != nil {
		files = append(files, source.NewFile(path, []byte(*text)))
	}
	return source.NewTree(files, nil)
}
