// Package generator compiles a site into a snapshot and hands out its pages.
//
// A Markdown file is treated as a compiler treats a source file. Each file is
// compiled alone into an immutable document; what the documents say is indexed
// by key; a page is rendered only when somebody asks for it. There is one path
// for the full build and for the live edit, so the preview can never disagree
// with the build:
//
//	files, kinds, theme, settings, dates      inputs: values, read once
//	     | document.Compile                   each file alone
//	  Document                                facts, HTML with holes, own problems
//	     | model.Replace(gone, fresh)         the only step that sees more than one document
//	  Model                                   indexes
//	     | check, view, search                pure functions of the snapshot, on demand
//	     | theme.Render
//	  pages                                   path -> bytes
//	     | publish.Generation, preview.Server
//
// # The laws
//
//  1. Inputs are values: files, kinds, theme, settings, clock and Git's dates
//     all arrive in [Input].
//  2. Everything after [Compile] is immutable.
//  3. A cached value depends on one file and the kinds, on nothing else.
//  4. Output never depends on map order, on time, or on what was built before.
//  5. The user's mistakes are problems, the machine's are errors; neither
//     stops the other documents.
//
// # The words
//
// A File is what source read. A Document is a compiled file. A Kind is the
// sort of document, with its Fields. A Ref is a reference from a document to
// something outside it. An Index maps keys to Rows; a Model is the indexes of a
// site. A Rule finds Problems. A View makes Pages. A Snapshot is a site at one
// moment. A Theme turns Pages into HTML. A Generation is a site on its way to
// the disk. An audience is chosen at the door: documents that it may not see
// are not in the model, so nothing derived can tell of them.
package generator
