//go:build !linux && !darwin

package watch

import "io/fs"

// identity has nothing to add to size and modification time here.
func identity(fs.FileInfo) (ctime, node int64) { return 0, 0 }
