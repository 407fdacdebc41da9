// Package generator compiles a site into a snapshot and hands out its pages.
//
// A Markdown file is treated as a compiler treats a source file. Each file is
// compiled alone into an immutable document; what the documents say is indexed
// by key; a page is rendered only when somebody asks for it. There is one path
// for the full build and for the live edit, so the preview can never disagree
// with the build:
//
//	files, kinds, theme, settings, org.yaml   inputs: values, read once
//	     | document.Compile                   each file alone; package line reads its lines
//	  Document                                facts, HTML with holes, own problems
//	     | model.Replace(gone, fresh)         the only step that sees more than one document
//	  Model                                   indexes
//	     | check, view, search, query, change pure functions of the snapshot, on demand
//	     | theme.Render; twin, calendar, feed  the same for readers and for programs
//	  pages                                   path -> bytes
//	     | publish.Generation, preview.Server
//
// # The laws
//
//  1. Inputs are values: files, kinds, theme, settings, org.yaml, the day and
//     Git's dates all arrive in [Input].
//  2. Everything after [Compile] is immutable.
//  3. A cached value depends on one file and the kinds, on nothing else.
//  4. Output never depends on map order, on time, or on what was built before.
//  5. The user's mistakes are problems, the machine's are errors; neither
//     stops the other documents.
//
// # The words
//
// A File is what source read. A Document is a compiled file. A Kind is the
// sort of document, with its Fields and Sections. A Fact is what a document
// says about the organisation, in front matter or below a heading; a line such
// as "Refunds up to 500 EUR: alone" is one. A Ref is a reference in a
// document's text, a Reference an id in its front matter. An Index maps keys to
// Rows; a Model is the indexes of a site. A Rule finds Problems; a Family is
// the rules about one matter, a Mute is an author's word that a finding is
// meant to be so, a Baseline the findings that were there before. A View makes
// Pages, and a Twin is one of them in another form: JSON, CSV or Markdown. A
// Snapshot is a site at one moment. A Change is a fact that is not as it was, a
// Comparison two states of a site with their Changes; an Edit is what one commit
// did to one document, and News what can be subscribed to. An Answer is the line
// of a charter that answers a question. A Theme turns Pages into HTML. A
// Medium is how readers get them: from a host, from a folder, in the preview. A
// Generation is a site on its way to the disk. An audience is chosen at the
// door: documents that it may not see are not in the model, so nothing derived
// can tell of them.
package generator
