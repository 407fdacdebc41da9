package view

import "testing"

// What a view says quickly about having pages is what its addresses say.
func TestHas(t *testing.T) {
	t.Parallel()
	for _, files := range []map[string]string{{}, small, datedFiles, promiseFiles, showcaseFiles, lessonFiles, askFiles} {
		s := siteOn(t, "2026-07-01", files)
		for i := range All {
			v := &All[i]
			if v.Has != nil && v.Has(s) != (len(v.Addresses(s)) > 0) {
				t.Errorf("%s: has pages: %t, addresses %v", v.Name, v.Has(s), v.Addresses(s))
			}
		}
	}
}
