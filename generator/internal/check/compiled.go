package check

import "remit/generator/internal/diag"

// compiledRules document what other packages find: where a file is read, where
// front matter and text are compiled, where a theme is loaded. They have no
// functions. Severity is the usual one; the problem itself says when it is
// another.
var compiledRules = []Rule{
	// Front matter.
	{
		Name:     "front-matter",
		Severity: diag.Error,
		Doc: "The front matter cannot be read: it does not end, a line is no key with a value, or the indentation does not " +
			"fit.",
		Reason: "Front matter may say who must not see a document, so one that cannot be read is not published.",
		Example: `-- charters/support.md --
---
owns: [Refunds
---
# Support
`,
		Fixes: []string{
			"Mend the line that the message shows; quotation marks round a value help where it holds signs such as : # [ ] or @.",
			"End the front matter with a line of exactly three hyphens.",
			"Take the front matter out: a document needs none.",
		},
	},
	{
		Name:     "duplicate-key",
		Severity: diag.Error,
		Doc:      "A key of the front matter is there twice, and only one would count.",
		Reason:   "Programs disagree about which of two equal keys counts, and the other is lost without a word.",
		Example: `-- charters/support.md --
---
owns: [Refunds]
owns: [Help pages]
---
# Support
`,
		Fixes: []string{
			"Join the two into one list.",
			"Delete the one that is out of date.",
		},
	},
	{
		Name:     "odd-key",
		Severity: diag.Error,
		Doc:      "A key holds a character that cannot be seen, or a letter of another alphabet that looks like a common one.",
		Reason:   "The key looks right, and no program finds it.",
		Example: "-- charters/support.md --\n" +
			"---\n" +
			"\u043ewner: support\n" +
			"---\n" +
			"# Support\n",
		Fixes: []string{
			"Type the key anew on a keyboard, rather than pasting it.",
			"Delete the line, when nobody needs it.",
		},
	},
	{
		Name:     "encoding",
		Severity: diag.Error,
		Doc:      "A file is not UTF-8, or its front matter holds control characters.",
		Reason:   "Programs disagree about what such bytes mean, so front matter that holds them is not read.",
		Example:  "A file that an old editor saved as UTF-16, or a bell character in a title.",
		Fixes: []string{
			"Save the file as UTF-8.",
			"Delete the character that the message names.",
		},
	},
	{
		Name:     "limit",
		Severity: diag.Error,
		Doc:      "The front matter is larger, deeper or has more keys than the limits of remit.yaml allow.",
		Reason:   "Limits keep one wrong file from holding up the whole site.",
		Example:  "A front matter of more than 64 kB, into which a table was pasted.",
		Fixes: []string{
			"Move the data into the text or into a file beside it.",
			"Raise the limit that the message names, below limits: in remit.yaml.",
		},
	},
	{
		Name:     "access-key",
		Severity: diag.Error,
		Doc: "A line seems to say who may read the document, and is not read as that: the key is misspelt, lies inside another " +
			"one, or became part of the line above. Keys of other programs, such as published, are a warning.",
		Reason: "A restriction that is not read would publish the document to everyone, so it is kept back until the line is " +
			"clear.",
		Example: `-- charters/support.md --
---
audiance: staff
---
# Support
`,
		Fixes: []string{
			"Write audience: NAME or draft: true in the first column.",
			"If it is a key of your own, let it begin with x-.",
		},
	},
	{
		Name:     "access-value",
		Severity: diag.Error,
		Doc:      "audience or draft has a value that cannot be understood.",
		Reason:   "Whether the document may be shown would be a guess, so it is kept back.",
		Example: `-- charters/support.md --
---
draft: perhaps
---
# Support
`,
		Fixes: []string{
			"Write draft: true or draft: false.",
			"Write audience: and the name of one audience from remit.yaml.",
			"Delete the line, when everyone may read the document.",
		},
	},
	{
		Name:     "second-colon",
		Severity: diag.Warning,
		Doc:      "A value holds a colon with a space after it, which other programs refuse. It is read as it was meant.",
		Reason:   "On a Git host and in editors the whole front matter is shown as broken.",
		Example: `-- charters/support.md --
---
title: Support: the charter
---
# Support
`,
		Fixes: []string{
			"Put the value into quotation marks; remit check --fix does it.",
			"Write a dash or a comma in place of the second colon.",
		},
	},
	{
		Name:     "comment-cuts-value",
		Severity: diag.Warning,
		Doc:      "A value holds # after a space. In YAML that begins a comment, and all that follows is dropped.",
		Reason:   "Half of what the author wrote is missing, and nothing says so.",
		Example: `-- charters/support.md --
---
contact: Chat #help-desk
---
# Support
`,
		Fixes: []string{
			"Put the value into quotation marks; remit check --fix does it where that is safe.",
			"If it is a comment, write a space after #.",
		},
	},
	{
		Name:     "joined-line",
		Severity: diag.Warning,
		Doc:      "An item of a list is indented deeper than the one above it, so YAML takes it for more words of that one.",
		Reason:   "Two items have become one, and the second is lost to everything that is worked out from the list.",
		Example: `-- charters/support.md --
---
owns:
  - Refunds
    - Help pages
---
# Support
`,
		Fixes: []string{
			"Begin the item in the column of the item above.",
			"If it is more text of the item above, take the hyphen out.",
		},
	},
	{
		Name:     "reference-in-brackets",
		Severity: diag.Hint,
		Doc:      "Front matter names a document as [[id]], which YAML reads as a list in a list. It is understood as the bare id.",
		Reason:   "Other programs that read the file find a list where they expect a word.",
		Example: `-- lessons/2026-04-return-form.md --
---
led-to: [[return-form-owner]]
---
# The return form came late
`,
		Fixes: []string{
			"Write the bare id; remit check --fix does it.",
			"Put the link into the text, where [[id]] belongs.",
		},
	},
	{
		Name:     "unknown-key",
		Severity: diag.Hint,
		Doc:      "A key of the front matter is not one that the kind has, and its name is near to one that it has.",
		Reason:   "What stands there is kept, and nothing is worked out from it.",
		Example: `-- charters/support.md --
---
sucess: ["Solved in one contact: 70 %"]
---
# Support
`,
		Fixes: []string{
			"Write the key as it is known; remit check --fix does it where the value fits.",
			"If it is a key of your own, let it begin with x-.",
		},
	},
	{
		Name:     "unknown-value",
		Severity: diag.Warning,
		Doc:      "A field that takes one of a few words holds another one.",
		Reason:   "Lists and checks that go by the word leave the document out.",
		Example: `-- charters/support.md --
---
status: activ
---
# Support
`,
		Fixes: []string{
			"Write one of the words that the message lists.",
			"Add the word to the field in a file of kinds/, when your organisation uses it.",
		},
	},
	{
		Name:     "field-shape",
		Severity: diag.Warning,
		Doc: "The value of a field has another form than the field takes: a list where one text is asked for, a single line " +
			"where several are.",
		Reason: "The field is read as far as it can be, and the rest is lost.",
		Example: `-- charters/support.md --
---
decides: Refunds up to 500 EUR
---
# Support
`,
		Fixes: []string{
			"Write the value in the form that the message shows.",
			"Look at the example of the field: remit explain KIND shows all of them.",
		},
	},
	{
		Name:     "date-unreadable",
		Severity: diag.Warning,
		Doc:      "A date does not exist, or is written in a way that can be read as two days.",
		Reason:   "A date that cannot be read can neither come due nor be shown.",
		Example: `-- charters/support.md --
---
reviewed: 2026-02-30
---
# Support
`,
		Fixes: []string{
			"Write year-month-day, such as 2026-05-12.",
			"Where only the month is known, and the field takes one, write 2026-05.",
		},
	},
	{
		Name:     "alias",
		Severity: diag.Warning,
		Doc: "An old address in aliases: cannot be one of this site: it has a host, a question mark or a sign that addresses " +
			"do not hold.",
		Reason: "Whoever follows the old address finds nothing.",
		Example: `-- charters/support.md --
---
aliases: [https://example.org/support]
---
# Support
`,
		Fixes: []string{
			"Write a path such as /old/page/, without a host name.",
			"Take it out; addresses of other hosts are redirected there.",
		},
	},

	// The text.
	{
		Name:     "unsafe-link",
		Severity: diag.Warning,
		Doc: "A link or an image has an address that can run a program or that cannot be read, such as javascript:. The words " +
			"are shown without it.",
		Reason: "Such addresses can run programs or lead readers where they do not expect.",
		Example: `-- charters/support.md --
# Support

[Open the form](javascript:open())
`,
		Fixes: []string{
			"Write an address that begins with https: or mailto:, or the path of a file.",
			"Take the link out and keep the words.",
		},
	},
	{
		Name:     "image-elsewhere",
		Severity: diag.Warning,
		Doc:      "An image would be loaded from another host. A link is shown in its place.",
		Reason:   "Loading it tells that host who reads which page, and when.",
		Example: `-- charters/support.md --
# Support

![The desk](https://example.com/desk.png)
`,
		Fixes: []string{
			"Copy the image into the site's folder.",
			"Add the host to image-hosts in remit.yaml, when you trust it.",
		},
	},
	{
		Name:     "undefined-reference",
		Severity: diag.Warning,
		Doc:      "The text refers to a link definition that the file does not have: [words][label].",
		Reason:   "Readers see the brackets in place of a link.",
		Example: `-- charters/support.md --
# Support

Read the [help pages][help-page] first.

[help-pages]: https://example.org/help
`,
		Fixes: []string{
			"Add the definition, such as  [help-page]: help.md.",
			"Write the address in round brackets after the words.",
		},
	},
	{
		Name:     "html-not-allowed",
		Severity: diag.Warning,
		Doc: "The text holds an HTML element or an attribute that pages do not take. An element is shown as text, an attribute " +
			"is left out.",
		Reason: "Raw HTML can run programs in the reader's browser or break the page.",
		Example: `-- charters/support.md --
# Support

<script>alert(1)</script>
`,
		Fixes: []string{
			"Write it in Markdown.",
			"Put it between ` marks, when it is meant to be seen.",
		},
	},
	{
		Name:     "comment-unclosed",
		Severity: diag.Warning,
		Doc:      "A comment begins with <!-- and never ends, so the rest of the page is left out.",
		Reason:   "Readers do not see the rest of the page, and nothing tells them.",
		Example: `-- charters/support.md --
# Support

<!-- to be checked

Ask us anything.
`,
		Fixes: []string{
			"Write --> where the comment ends.",
			"Take <!-- out, when the text is to be seen.",
		},
	},
	{
		Name:     "invisible-character",
		Severity: diag.Warning,
		Doc:      "The text holds a character that cannot be seen, or one that turns the order of the letters around it.",
		Reason:   "Reviewers cannot see it, and searching and copying go wrong.",
		Example: "-- charters/support.md --\n" +
			"# Support\n" +
			"\n" +
			"Refunds up to 500\u200b EUR.\n",
		Fixes: []string{
			"Delete it; where it cannot be found, type the words around it anew.",
			"Paste text from other programs without its formatting.",
		},
	},
	{
		Name:     "stray-byte",
		Severity: diag.Warning,
		Doc:      "A few bytes of the file are not UTF-8 text. The page shows a question mark for each.",
		Reason:   "What the author meant cannot be known.",
		Example:  "A file in which an old editor wrote one letter with its own code: caf<E9>.",
		Fixes: []string{
			"Write the character anew and save the file as UTF-8.",
			"Convert the file, for example with iconv -f latin1 -t utf8.",
		},
	},
	{
		Name:     "not-text",
		Severity: diag.Error,
		Doc:      "The file is not text in UTF-8, so it is shown as it is.",
		Reason:   "What the author meant cannot be known.",
		Example:  "A picture or an archive that was named notes.md.",
		Fixes: []string{
			"Save the file as UTF-8.",
			"Give the file the name of what it is, such as notes.png.",
		},
	},
	{
		Name:     "too-complex",
		Severity: diag.Error,
		Doc:      "The text is over one of the limits on nesting, links or length, and is shown as plain text.",
		Reason:   "Reading it could take minutes and hold up the whole site.",
		Example:  "A file with ten thousand opening brackets in one paragraph.",
		Fixes: []string{
			"Split the text.",
			"Raise the limit that the message names, below limits: in remit.yaml.",
		},
	},
	{
		Name:     "not-understood",
		Severity: diag.Error,
		Doc:      "The Markdown parser itself failed on the text, which is shown as it is.",
		Reason:   "The fault is not the author's; the other pages are built all the same.",
		Example:  "No text is known that does this; it is here in case one is found.",
		Fixes: []string{
			"Report the file.",
			"Change the part that was written last until it can be read.",
		},
	},
	{
		Name:     "internal-fault",
		Severity: diag.Error,
		Doc:      "Compiling the document met a fault in Remit itself. The document is left out, and all others are built.",
		Reason:   "The fault is ours, and one document must not keep the others from their readers.",
		Example:  "No document is known that does this; it is here in case one is found.",
		Fixes: []string{
			"Report it together with the file.",
			"Leave the file out with ignore: in remit.yaml until it is mended.",
		},
	},

	// Files and folders.
	{
		Name:     "name-not-portable",
		Severity: diag.Warning,
		Doc:      "A file or folder has a name that Windows cannot hold, that hides characters, or that is not text.",
		Reason:   "Colleagues on Windows cannot check out a repository that holds it.",
		Example:  "A file called Q&A: refunds?.md.",
		Fixes: []string{
			"Rename it to what the message proposes.",
			"Use letters, digits, hyphens, dots and spaces alone.",
		},
	},
	{
		Name:     "same-name",
		Severity: diag.Error,
		Doc:      "Two files have one name, with its letters composed in two ways. The second is left out.",
		Reason:   "Both would have the same address, and macOS can hold only one of them.",
		Example:  "Two files Menü.md, one with a single ü and one with u and two dots.",
		Fixes: []string{
			"Rename one of them.",
			"Delete the older one.",
		},
	},
	{
		Name:     "too-large",
		Severity: diag.Error,
		Doc:      "A file is larger than the limit, so it is left out.",
		Reason:   "A page of that size is slow to read and to search.",
		Example:  "A log of 5 MB that was saved as log.md.",
		Fixes: []string{
			"Split it into several documents.",
			"Raise file-bytes below limits: in remit.yaml.",
		},
	},
	{
		Name:     "too-deep",
		Severity: diag.Error,
		Doc:      "A folder lies deeper than the limit, so it is left out.",
		Reason:   "Nobody finds a page that deep, and a wrong link can make folders without end.",
		Example:  "A file below thirty folders that lie in each other.",
		Fixes: []string{
			"Move the folder up.",
			"Raise folder-depth below limits: in remit.yaml.",
		},
	},
	{
		Name:     "path-too-long",
		Severity: diag.Error,
		Doc:      "The path of a file is longer than the limit, so it is left out.",
		Reason:   "Some systems and web servers cannot hold longer paths.",
		Example:  "A file whose name is a whole paragraph.",
		Fixes: []string{
			"Shorten the names of the file or of its folders.",
			"Raise path-bytes below limits: in remit.yaml.",
		},
	},
	{
		Name:     "too-many-documents",
		Severity: diag.Error,
		Doc:      "The site has more documents than the limit allows, so the last ones are left out.",
		Reason:   "The limit keeps a wrong folder from filling the machine.",
		Example:  "remit build was started in the home folder.",
		Fixes: []string{
			"Build the folder that is meant.",
			"Leave folders out with ignore: in remit.yaml.",
			"Raise documents below limits: in remit.yaml.",
		},
	},
	{
		Name:     "unreadable",
		Severity: diag.Error,
		Doc:      "A file or folder cannot be read, or keeps changing while it is read.",
		Reason:   "What cannot be read cannot be published.",
		Example:  "A file that only its owner may read, on a machine where another account builds the site.",
		Fixes: []string{
			"Allow reading, for example with chmod u+rX.",
			"Let the program that writes the file finish, then build again.",
		},
	},
	{
		Name:     "not-a-file",
		Severity: diag.Warning,
		Doc: "Something that is no ordinary file has a name in the site's folder, such as a pipe or a device. For a document " +
			"this is an error.",
		Reason:  "Only ordinary files have a content that can be published.",
		Example: "A named pipe that a program left behind.",
		Fixes: []string{
			"Delete it.",
			"Put an ordinary file in its place.",
		},
	},
	{
		Name:     "symlink-outside",
		Severity: diag.Warning,
		Doc:      "A symbolic link leads out of the site's folder and is left out. For a document this is an error.",
		Reason:   "Only files inside the site's folder are read, so that a link cannot publish anything else.",
		Example:  "A link handbook.md that leads to /home/ada/notes.md.",
		Fixes: []string{
			"Copy the file into the site's folder.",
			"Make it a relative link inside the site's folder: ln -s -r FILE LINK.",
		},
	},
	{
		Name:     "symlink-hidden",
		Severity: diag.Warning,
		Doc: "A symbolic link leads to a file that is never read, because its name begins with a dot or an underscore. For a " +
			"document this is an error.",
		Reason:  "Such names hold settings, drafts and keys.",
		Example: "A link keys.md that leads to .secrets.md.",
		Fixes: []string{
			"Move the file to a name that is read.",
			"Delete the link.",
		},
	},
	{
		Name:     "dangling-link",
		Severity: diag.Warning,
		Doc:      "A symbolic link leads to nothing, or in a circle. For a document this is an error.",
		Reason:   "A page that its author sees in the folder is missing on the site.",
		Example:  "A link team.md to a file that was renamed.",
		Fixes: []string{
			"Make it lead to a file that exists.",
			"Delete it.",
		},
	},
	{
		Name:     "linked-folder",
		Severity: diag.Warning,
		Doc:      "A symbolic link leads to a folder, which is left out.",
		Reason:   "The same documents would appear twice, and a link to a folder above would never end.",
		Example:  "A link handbook/old that leads to the folder archive.",
		Fixes: []string{
			"Delete the link, and link to the documents from a page.",
			"Move the folder to where it is wanted.",
		},
	},
	{
		Name:     "shallow-clone",
		Severity: diag.Warning,
		Doc:      "The clone holds only the newest part of Git's history, so pages show no dates.",
		Reason:   "Every page would seem to have been changed on the day of the newest commit.",
		Example:  "A workflow that checks out with fetch-depth: 1.",
		Fixes: []string{
			"Fetch the rest: git fetch --unshallow.",
			"In GitHub Actions give actions/checkout fetch-depth: 0, in GitLab set GIT_DEPTH: 0.",
			"Build with --no-git, when dates are not wanted.",
		},
	},
	{
		Name:     "unreadable-history",
		Severity: diag.Warning,
		Doc:      "Git cannot tell when files were changed, so pages show no dates.",
		Reason:   "Readers cannot see how old a page is.",
		Example:  "A folder that belongs to another account than the one that builds.",
		Fixes: []string{
			"Run git log in the site's folder and mend what it reports.",
			"Build with --no-git, when dates are not wanted.",
		},
	},

	// Settings, kinds, org.yaml and themes.
	{
		Name:     "setting",
		Severity: diag.Error,
		Doc:      "A setting in remit.yaml has a value that it does not take, or the file cannot be read.",
		Reason:   "Nothing is published with settings that were meant otherwise.",
		Example: `-- remit.yaml --
title: [Our, handbook]
`,
		Fixes: []string{
			"Write the value in the form that the message shows.",
			"Delete the line: each setting has a value that works.",
		},
	},
	{
		Name:     "unknown-setting",
		Severity: diag.Warning,
		Doc:      "remit.yaml holds a key that is no setting. Where it may have meant who sees what, it is an error.",
		Reason:   "What the author wanted does not happen, and nothing else says so.",
		Example: `-- remit.yaml --
titel: Our handbook
`,
		Fixes: []string{
			"Write the setting as it is known; the message lists them.",
			"Delete the line.",
		},
	},
	{
		Name:     "settings-name",
		Severity: diag.Error,
		Doc:      "The settings have another name than remit.yaml, so they would not be read.",
		Reason:   "They may say who must not see what, so nothing is published until they are read.",
		Example:  "Settings in a file called Remit.yml.",
		Fixes: []string{
			"Rename the file to remit.yaml.",
			"Delete it, when the site needs no settings.",
		},
	},
	{
		Name:     "ignore-pattern",
		Severity: diag.Error,
		Doc:      "A pattern below ignore: in remit.yaml cannot be read, so it leaves nothing out.",
		Reason:   "Files that were meant to be left out may be published.",
		Example:  "ignore: [\"drafts/[\"]",
		Fixes: []string{
			"Write a path with * for any name and ** for any folders, such as drafts/**.",
			"Delete the pattern.",
		},
	},
	{
		Name:     "unknown-audience",
		Severity: diag.Error,
		Doc:      "A document is for an audience that remit.yaml does not name, so it is not published.",
		Reason:   "Nobody can tell who may read the page.",
		Example:  "audience: leeders  in a site whose audiences are leaders and staff.",
		Fixes: []string{
			"Name one of the audiences in remit.yaml.",
			"Add the audience there.",
		},
	},
	{
		Name:     "audience-above-folder",
		Severity: diag.Error,
		Doc:      "A document names an audience that its folder does not allow, so it is not published.",
		Reason:   "A page may narrow what its folder allows, never widen it.",
		Example:  "audience: staff  in a page of a folder that is for leaders only.",
		Fixes: []string{
			"Take the audience out of the document.",
			"Move the document to another folder.",
		},
	},
	{
		Name:     "empty-audience",
		Severity: diag.Error,
		Doc: "An audience in remit.yaml names a folder that does not exist, and one with nearly the same name does. Nothing is " +
			"published.",
		Reason:  "By a slip of the pen the folder that is meant would be open to everyone.",
		Example: "folders: [Leaders]  where the folder is called leaders.",
		Fixes: []string{
			"Write the folder's name as it is, in small and capital letters too.",
			"Delete the audience, when the folder has gone.",
		},
	},
	{
		Name:     "kind-file",
		Severity: diag.Error,
		Doc:      "A file in kinds/ describes a kind in a way that cannot be used. Keys that mean nothing there are a warning.",
		Reason:   "Documents of the kind would be read as something else.",
		Example: `-- kinds/role-card.yaml --
kind: Role Card
`,
		Fixes: []string{
			"Write what the message shows; the built-in kinds are examples of the format.",
			"Delete the file, when a built-in kind does.",
		},
	},
	{
		Name:     "org-file",
		Severity: diag.Warning,
		Doc: "Something in org.yaml cannot be read and is left out: a key that it does not have, a date that does not exist, " +
			"an entry without an id.",
		Reason: "Documents that name what is missing point at nothing.",
		Example: `-- org.yaml --
teams:
  returns: {name: Returns, retired: 2025-13-01}
`,
		Fixes: []string{
			"Write what the message shows.",
			"Delete the entry, when nothing names it.",
		},
	},
	{
		Name:     "theme-unreadable",
		Severity: diag.Error,
		Doc:      "The folder of the site's own theme cannot be read whole.",
		Reason:   "The default theme is used for the files that are missing, and the site looks half its own.",
		Example:  "A theme folder that only its owner may read.",
		Fixes: []string{
			"Check the rights of the files in the folder.",
			"Remove the folder to use the default theme.",
		},
	},
	{
		Name:     "theme-missing",
		Severity: diag.Error,
		Doc:      "The theme that remit.yaml names is no folder of themes/. The default theme is used.",
		Reason:   "The site does not look as its author meant it to.",
		Example:  "theme: harbor in remit.yaml, where the folder is themes/harbour.",
		Fixes: []string{
			"Write the name of the folder as it is.",
			"Put the theme into themes/.",
			"Remove the line to use the default theme.",
		},
	},
	{
		Name:     "theme-file",
		Severity: diag.Error,
		Doc:      "Something in the theme.yaml of a theme cannot be read, or, as a warning, says nothing.",
		Reason:   "What a theme says of itself decides whether it can be used.",
		Example:  "contract: one in themes/harbour/theme.yaml.",
		Fixes: []string{
			"Write what the message shows.",
			"Remove the key.",
		},
	},
	{
		Name:     "theme-contract",
		Severity: diag.Error,
		Doc: "A theme does not say for which contract it was made, or says another one than the program keeps. Its files are " +
			"left out.",
		Reason:  "Its templates may ask for data that is not there.",
		Example: "contract: 2 in themes/harbour/theme.yaml, where the program keeps contract 1.",
		Fixes: []string{
			"Look at its templates with the reference page of themes beside you, then write the number that the message shows.",
			"Use a version of the theme that was made for this program.",
		},
	},
	{
		Name:     "theme-template",
		Severity: diag.Error,
		Doc:      "A template of the site's own theme does not work. The default theme's is used in its place.",
		Reason:   "The site does not look as its author meant it to.",
		Example:  "{{.Titel}} in theme/document.html.",
		Fixes: []string{
			"Mend the line that the message shows.",
			"Remove the file to use the default template.",
		},
	},
	{
		Name:     "theme-words",
		Severity: diag.Error,
		Doc: "A file of words of the site's own theme cannot be read as JSON, or, as a warning, holds a key that nothing asks for. The default " +
			"theme's words are shown.",
		Reason:  "Readers see words in a language that is not theirs.",
		Example: "{\"search\": \"Suche\",}",
		Fixes: []string{
			"Write one object of texts, such as {\"search\": \"Suche\"}.",
			"Remove the file to use the default words.",
		},
	},
	{
		Name:     "theme-policy",
		Severity: diag.Error,
		Doc: "With a template of the site's own theme, a page does not begin with its content security policy. The default " +
			"theme's is used in its place.",
		Reason:  "The policy is what keeps scripts of others from running, and browsers apply it only to what comes after it.",
		Example: "A document.html that begins with <!doctype html> of its own.",
		Fixes: []string{
			"Begin the page with {{template \"parts/top.html\" .}}.",
			"Begin its head with {{.Frame.Head}}, and leave the first two elements of frame/head.html as they are.",
		},
	},
	{
		Name:     "theme-blocked",
		Severity: diag.Warning,
		Doc: "A template or stylesheet of the site's own theme holds what browsers refuse: a script, style or handler within the " +
			"page, or a file of another host.",
		Reason:  "It does nothing. The policy of each page allows files of this site and nothing else.",
		Example: "<p style=\"color: red\"> in parts/fact.html.",
		Fixes: []string{
			"Write scripts and rules into files of assets/.",
			"Put the file of the other host into assets/.",
		},
	},
	{
		Name:     "theme-asset",
		Severity: diag.Error,
		Doc:      "A stylesheet of the site's own theme names a file that the theme does not have.",
		Reason:   "The rules or the picture that it should bring are missing.",
		Example:  "@import \"style/colors.css\"; where the file is style/tokens.css.",
		Fixes: []string{
			"Write the path as it leads from the stylesheet.",
			"Put the file there.",
		},
	},
	{
		Name:     "theme-untranslated",
		Severity: diag.Hint,
		Doc:      "A file of words for a language leaves texts out. The English ones are shown.",
		Reason:   "Readers meet two languages on one page.",
		Example:  "{\"search\": \"Recherche\"} in theme/words/fr.json.",
		Fixes: []string{
			"Add the words that the message names; the reference page of themes lists all with their English words.",
			"Leave those out that no page of the site shows.",
		},
	},
	{
		Name:     "theme-unused",
		Severity: diag.Warning,
		Doc: "Nothing uses a file of the site's own theme: its name is not one of the default theme's, and no template calls " +
			"it.",
		Reason:  "What the author changed has no effect.",
		Example: "theme/frame/foot.html, where the default theme has frame/end.html.",
		Fixes: []string{
			"Give it the name of the file that it stands in for.",
			"Call it from a template.",
			"Remove it.",
		},
	},
}
