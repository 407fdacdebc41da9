//go:build !linux && !darwin

package publish

import "errors"

const openFlags = 0

// exchange is two renames here; see the package comment.
func exchange(string, string) error { return errors.ErrUnsupported }

// syncVolume has no call to make: a power cut within seconds of a build may
// cost the new site, which the next build writes again.
func syncVolume(string) error { return nil }

func isMount(string) bool { return false }
