// Package author changes the files that authors write, and begins new ones.
//
// In: the bytes of a file and what is to become of it: edits that rules offer
// ([Apply]), a key that gets a value ([SetKey]), or a kind and some answers for
// a document that is not there yet ([Draft]). Out: new bytes, a unified diff
// for people ([Diff]), and the file on the disk ([Replace], [Create]); also what
// a file said on another day ([At]), to see whether it has changed since.
//
// Files belong to their authors: what is not asked for stays as it is, byte by
// byte, comments, order and line ends too. Nothing is ever written over: a new
// file needs a free name, an old one has to hold on the disk what was read
// before, and is replaced as a whole or not at all. The package never decides
// what is to be changed, and never compiles a document.
package author
