package theme

import (
	"fmt"
	"path"
	"strconv"

	"remit/generator/internal/diag"
	"remit/generator/internal/schema"
)

// Contract is the version of what templates may use: the templates that there
// are, their data, functions, words and assets. It goes up when a theme that
// worked may stop to; what is only added leaves it as it is.
const Contract = 1

// lay adds the files of a layer, if it was made for this contract.
func (l *loader) lay(layer *Layer) {
	below := make(map[string]file, len(l.files))
	for name, f := range l.files {
		below[name] = f
	}
	l.read(layer.Files, layer)
	if !l.fits(layer) {
		l.files = below
	}
	delete(l.files, schema.ThemeFileName)
}

// fits reports whether a layer was made for this contract, and tells when not.
func (l *loader) fits(layer *Layer) bool {
	name := path.Join(layer.Folder, schema.ThemeFileName)
	f, said := l.files[schema.ThemeFileName]
	if !said {
		if layer.Named {
			l.contract(layer, diag.Problem{File: name, Message: "the theme in " + layer.Folder + "/ does not say for which contract it was made"})
		}
		return !layer.Named
	}
	about, problems := schema.DecodeThemeFile(name, f.body)
	l.problems = append(l.problems, problems...)
	version, err := strconv.Atoi(about.Contract.Text)
	switch {
	case about.Contract.Text == "":
		if layer.Named && len(problems) == 0 {
			l.contract(layer, diag.Problem{File: name, Message: "this theme does not say for which contract it was made"})
		}
		return !layer.Named
	case err != nil:
		return false // told already
	case version == Contract:
		return true
	}
	l.contract(layer, diag.Problem{File: name, Span: about.Contract.Span,
		Message: fmt.Sprintf("this theme was made for contract %d, and this program keeps contract %d", version, Contract)})
	return false
}

// contract tells that a theme cannot be used as it is.
func (l *loader) contract(layer *Layer, p diag.Problem) {
	p.Rule, p.Severity = "theme-contract", diag.Error
	p.Why = "its templates may ask for data that is not there, so the files of " + layer.Folder + "/ are left out"
	p.Fix = fmt.Sprintf("look at the templates, then write  contract: %d  in %s", Contract, p.File)
	l.tell(p)
}
