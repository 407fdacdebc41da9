package generator

import (
	"slices"
	"testing"
)

func TestMend(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"charters/a.md":  "---\ntitle: Support: the charter\nx-note: Ask: finance\nsttaus: draft\n---\n# A\n",
		"lessons/b.md":   "---\r\nowner: [[a]]\r\nreviewed: 2026/05/12\r\n---\r\n# B\r\n",
		"pages/fine.md":  "# Fine\n",
		"pages/error.md": "---\ndraft: maybe\nx-note: Ask: finance\n---\n# E\n",
	}
	dir := writeSite(t, files)
	m, err := Mend(t.Context(), dir, Options{NoGit: true, Today: firstOfAugust})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"charters/a.md":  "---\ntitle: \"Support: the charter\"\nx-note: \"Ask: finance\"\nstatus: draft\n---\n# A\n",
		"lessons/b.md":   "---\r\nowner: a\r\nreviewed: 2026-05-12\r\n---\r\n# B\r\n",
		"pages/error.md": "---\ndraft: maybe\nx-note: \"Ask: finance\"\n---\n# E\n",
	}
	var names []string
	for _, c := range m.Changes {
		names = append(names, c.File)
		if string(c.New) != want[c.File] || string(c.Old) != files[c.File] {
			t.Errorf("%s becomes %q, want %q", c.File, c.New, want[c.File])
		}
	}
	if len(names) != len(want) || !slices.IsSorted(names) {
		t.Errorf("changed %v", names)
	}
	if m.Mended != 6 {
		t.Errorf("%d findings mended, want 6", m.Mended)
	}
	if err := Write(dir, m.Changes); err != nil {
		t.Fatal(err)
	}
	again, err := Mend(t.Context(), dir, Options{NoGit: true, Today: firstOfAugust})
	if err != nil || len(again.Changes) > 0 || again.Mended > 0 {
		t.Errorf("again: %+v, %v", again.Changes, err)
	}
	if got, want := len(again.After.Problems()), len(m.After.Problems()); got != want {
		t.Errorf("%d problems were left, and %d are there", want, got)
	}
}

// FuzzMend holds that mending ends, that it is done at once, and that no
// finding is an error that was none before.
func FuzzMend(f *testing.F) {
	f.Add("title: Support: the charter\nx-note: Ask: finance", "charters")
	f.Add("owner: [[a]]\nreviewed: 2026/05/12\nsttaus: draf\nroom:\n  - date: 5/2026", "lessons")
	f.Add("titel: a\ntitel: b: c\n", "charters")
	f.Add("a: b: c: d\nb: [[x]], y", "pages")
	base := inputOf(nil, treeOf(nil), Options{Today: firstOfAugust}) // the theme is loaded once
	f.Fuzz(func(t *testing.T, front, folder string) {
		if len(front) > 500 || folder != "charters" && folder != "lessons" && folder != "pages" {
			t.Skip()
		}
		path := folder + "/a.md"
		in := inputOf(&base, treeOf(map[string]string{path: "---\n" + front + "\n---\n# A\n"}), Options{Today: firstOfAugust})
		first := mendAll(&Site{options: Options{}}, in)
		if got, had := errorsIn(first.After, path), errorsIn(Compile(nil, in), path); got > had {
			t.Errorf("%q: %d errors became %d", front, had, got)
		}
		if again := mendAll(&Site{options: Options{}}, first.After.in); len(again.Changes) > 0 {
			t.Errorf("%q became %q, then %q", front, again.Changes[0].Old, again.Changes[0].New)
		}
	})
}
