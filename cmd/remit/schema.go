package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"remit/generator"
)

func schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema settings|front-matter|org|problems",
		Short: "Print a JSON Schema, for editors and programs",
		Long: `Schema prints a JSON Schema (draft-07). Editors that know yaml-language-server
check and complete remit.yaml, the front matter of documents, or org.yaml, with
it. That of problems says what check --json prints.`,
		Example:   "  remit schema settings > remit.schema.json",
		ValidArgs: []string{"settings", "front-matter", "org", "problems"},
		Args:      cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) != 1 {
				return useError{fmt.Errorf("say which schema: remit schema settings, front-matter, org or problems")}
			}
			var text []byte
			switch args[0] {
			case "settings":
				text = generator.SettingsSchema()
			case "front-matter":
				text = generator.FrontMatterSchema()
			case "org":
				text = generator.OrgSchema()
			case "problems":
				text = generator.ProblemsSchema()
			default:
				return useError{fmt.Errorf("there is no schema %q: write settings, front-matter, org or problems", args[0])}
			}
			_, err := c.OutOrStdout().Write(text)
			return err
		},
	}
}
