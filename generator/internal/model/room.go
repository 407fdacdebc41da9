package model

import (
	"time"

	"remit/generator/internal/document"
)

// RoomLog returns where the room of any team became wider or narrower, the
// earliest first; entries without a date stand before all others.
func (m *Model) RoomLog() []Row[*document.Room] {
	var log []Row[*document.Room]
	for _, g := range m.Rooms.Groups() {
		log = append(log, g.Rows...)
	}
	return log
}

// dayKey is a day in a form that sorts.
func dayKey(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return isoDay(day)
}
