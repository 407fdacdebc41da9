package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"
)

// SourceError says that the output folder is the site's own folder or holds it.
// Nothing was touched.
type SourceError struct {
	Out, Source string
	Contains    bool // Out holds Source; otherwise they are one folder
}

func (e *SourceError) Error() string {
	what := "is the folder of the site itself"
	if e.Contains {
		what = fmt.Sprintf("holds the folder of the site (%s)", e.Source)
	}
	return fmt.Sprintf("the output folder %s %s, and its files would be replaced; choose another output folder, for example \"public\"", e.Out, what)
}

// ForeignError says that the output folder holds files and was not made by
// Remit. Nothing was touched.
type ForeignError struct {
	Out   string
	Files []string // up to three names, sorted
	More  int      // how many there are besides
}

func (e *ForeignError) Error() string {
	names := strings.Join(e.Files, ", ")
	if e.More > 0 {
		names += fmt.Sprintf(" and %d more", e.More)
	}
	return fmt.Sprintf("the output folder %s holds files that Remit did not make: %s; choose another output folder, or empty this one", e.Out, names)
}

// FolderError says that no site can be published in the output folder whatever
// it holds. Nothing was touched.
type FolderError struct{ Out, Why, Fix string }

func (e *FolderError) Error() string {
	return fmt.Sprintf("the output folder %q %s; %s", e.Out, e.Why, e.Fix)
}

// LockedError says that another build is writing to the output folder. Nothing
// was touched.
type LockedError struct {
	Out   string
	PID   int       // of the other build; 0 if unknown
	Since time.Time // when it began; zero if unknown
}

func (e *LockedError) Error() string {
	who := ""
	if e.PID != 0 {
		who = fmt.Sprintf(" (process %d, since %s)", e.PID, e.Since.Local().Format("2006-01-02 15:04:05"))
	}
	return fmt.Sprintf("another build is writing to %s%s; build again when it has ended", e.Out, who)
}

// ConflictError says that pages of the new site have the paths of files in the
// output folder that Remit did not make. The site is unchanged.
type ConflictError struct {
	Out   string
	Paths []string // slash paths below Out, sorted
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("%s holds files that Remit did not make where pages of the site belong: %s; move them away and build again; the site in %s is unchanged",
		e.Out, someOf(e.Paths), e.Out)
}

// NameError says that a page has a path that cannot be published.
type NameError struct{ Path, Why string }

func (e *NameError) Error() string { return fmt.Sprintf("the path %q %s", e.Path, e.Why) }

// ClashError says that two pages want one path, or one page the path of a
// folder that another page lies in.
type ClashError struct{ Path string }

func (e *ClashError) Error() string {
	return fmt.Sprintf("two pages want the path %s", e.Path)
}

// DiskError says that the machine refused an operation: a full disk, a missing
// right, a read-only folder. Unwrap gives the system's error.
type DiskError struct {
	Op, Path  string // what was tried, and on which file
	Out       string
	Published bool // a site stands in Out, and is unchanged
	Err       error
}

func (e *DiskError) Unwrap() error { return e.Err }

func (e *DiskError) Error() string {
	text := fmt.Sprintf("%s %s: %v", e.Op, e.Path, e.Err)
	if e.Published {
		text += fmt.Sprintf("; the site in %s is unchanged", e.Out)
	} else {
		text += "; nothing was published"
	}
	if fix := e.fix(); fix != "" {
		text += "; " + fix
	}
	return text
}

func (e *DiskError) fix() string {
	switch {
	case errors.Is(e.Err, syscall.ENOSPC), errors.Is(e.Err, syscall.EDQUOT):
		return "free some space and build again"
	case errors.Is(e.Err, syscall.EROFS):
		return "choose an output folder that can be written"
	case errors.Is(e.Err, fs.ErrPermission):
		return "choose another output folder, or ask for the right to write there"
	case errors.Is(e.Err, syscall.EXDEV), errors.Is(e.Err, syscall.EBUSY): // a layer of a container, a mount below
		return "the system cannot exchange this folder for a new one: choose another output folder"
	}
	return ""
}

// failure wraps what the system said about an operation on path.
func (p place) failure(op, path string, err error) error {
	return &DiskError{Op: op, Path: path, Out: p.out, Published: p.published, Err: cause(err)}
}

// cause strips what package os adds: it names our working folder, which means
// nothing to the user.
func cause(err error) error {
	switch err := err.(type) { // the outermost only: what we said around it stays
	case *fs.PathError:
		return err.Err
	case *os.LinkError:
		return err.Err
	case *os.SyscallError:
		return err.Err
	}
	return err
}

func someOf(names []string) string {
	if len(names) <= 3 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:3], ", "), len(names)-3)
}
