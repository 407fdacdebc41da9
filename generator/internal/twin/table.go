package twin

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// CSV writes rows below their columns as RFC 4180 has it. A cell that a
// spreadsheet would take for a formula begins with an apostrophe.
func CSV(columns []string, rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	row := func(cells []string) {
		safe := make([]string, len(cells))
		for i, c := range cells {
			safe[i] = harmless(c)
		}
		w.Write(safe) // a Buffer returns no error
	}
	if len(columns) > 0 {
		row(columns)
	}
	for _, r := range rows {
		row(r)
	}
	w.Flush()
	return b.Bytes()
}

// harmless is a cell that no spreadsheet runs.
func harmless(cell string) string {
	if cell != "" && strings.IndexByte("=+-@\t\r", cell[0]) >= 0 {
		return "'" + cell
	}
	return cell
}
