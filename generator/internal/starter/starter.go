// Package starter holds the site of an invented small company, with which
// people begin who want to see how one reads before they write their own.
//
// In: a day. Out: [Files], the site under the paths that its files have in a
// site's folder, with all dates moved so that the company lives on that day:
// what is overdue there is overdue then, and what is still to come lies ahead.
// The package never reads the disk and knows nothing of what the files mean.
package starter

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"time"
)

//go:embed company
var company embed.FS

// written is the month in which the company's files were written down.
var written = time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)

// Files returns the files of the company, slash path to text, as they would
// have been written in the month of today. Dates move by whole months, which
// keeps them in the calendar, since none is later than the 28th.
func Files(today time.Time) map[string][]byte {
	months := (today.Year()-written.Year())*12 + int(today.Month()-written.Month())
	files := map[string][]byte{}
	err := fs.WalkDir(company, "company", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := company.ReadFile(p)
		files[moved(strings.TrimPrefix(p, "company/"), months)] = []byte(moved(string(text), months))
		return err
	})
	if err != nil {
		panic(fmt.Sprintf("starter: embedded files: %v", err))
	}
	return files
}

// month is a year and a month as dates and the names of records hold them.
var month = regexp.MustCompile(`\b(20\d\d)-(0[1-9]|1[0-2])\b`)

// moved moves each month in a text by a number of months.
func moved(text string, months int) string {
	return month.ReplaceAllStringFunc(text, func(m string) string {
		year, _ := strconv.Atoi(m[:4])
		number, _ := strconv.Atoi(m[5:])
		number += year*12 - 1 + months
		return fmt.Sprintf("%04d-%02d", number/12, number%12+1)
	})
}
