package change

import (
	"remit/generator/internal/document"
	"remit/generator/internal/line"
)

// Place finds a line of another version of a document: where the same words
// stand now. ok is false when they are not there any more.
func Place(d *document.Document, at line.Text) (now line.Text, ok bool) {
	if at.Text == "" {
		return line.Text{}, false
	}
	for _, t := range linesOf(&d.Facts) {
		if t.Text == at.Text {
			return t, true
		}
	}
	return line.Text{}, false
}

// linesOf lists the places of changes in a document.
func linesOf(f *document.Facts) []line.Text {
	list := []line.Text{
		f.Owner, f.Autonomy, f.Sort, f.Sponsor, f.Lead, f.Outcome, f.Result, f.Waives,
		f.Reviewed.Text, f.Due.Text, f.Starts.Text, f.Ends.Text, f.Revisit.Text,
	}
	for _, texts := range [][]line.Text{f.Owns, f.Boundaries, f.CountsOn, f.MayRequire, f.LedTo, f.Replaces, f.Serves, f.Changes, f.AppliesTo} {
		list = append(list, texts...)
	}
	list = each(list, f.Decides, func(l *line.Decision) line.Text { return l.Text })
	list = each(list, f.Success, func(l *line.Measure) line.Text { return l.Text })
	list = each(list, f.WorksWith, func(l *line.Who) line.Text { return l.Text })
	list = each(list, f.NotOurs, func(l *line.Who) line.Text { return l.Text })
	list = each(list, f.TriedBy, func(l *line.Who) line.Text { return l.Text })
	list = each(list, f.Standings, func(l *line.Standing) line.Text { return l.Text })
	list = each(list, f.FollowUps, func(l *line.FollowUp) line.Text { return l.Text })
	list = each(list, f.Rhythm, func(l *line.Rhythm) line.Text { return l.Text })
	list = each(list, f.Room, func(r *document.Room) line.Text { return r.At })
	list = each(list, f.Bar, func(b *document.BarItem) line.Text { return b.At })
	return each(list, f.CheckIns, func(k *document.CheckIn) line.Text { return k.At })
}

func each[T any](list []line.Text, of []T, at func(*T) line.Text) []line.Text {
	for i := range of {
		list = append(list, at(&of[i]))
	}
	return list
}
