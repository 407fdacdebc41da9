package twin

import (
	"bytes"
	"encoding/json"
)

// Version is the version of all schemas.
const Version = 1

// Envelope is what every file of JSON is: which page it is the twin of, and
// what the page shows.
type Envelope struct {
	Schema   string `json:"$schema" jsonschema:"address of the schema, relative to this file"`
	Version  int    `json:"version" jsonschema:"version of the schema"`
	Kind     string `json:"kind" jsonschema:"sort of page: document, home, or the name of a derived view"`
	Address  string `json:"address" jsonschema:"address of the page, relative to the site; empty for the first page"`
	Title    string `json:"title"`
	Language string `json:"language" jsonschema:"language of the page, as a BCP 47 tag"`
	Question string `json:"question,omitempty" jsonschema:"of a derived view: the question that it answers"`
	Limits   string `json:"limits,omitempty" jsonschema:"of a derived view: what it cannot know"`
	Data     any    `json:"data,omitempty"`
	Parts    Parts  `json:"parts,omitempty"`
}

// Part is something derived on a page that has a text of its own too.
type Part struct {
	Name string
	Data any
}

// Parts are written as one object, in their order.
type Parts []Part

// MarshalJSON implements json.Marshaler.
func (p Parts) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	for i, part := range p {
		name, err := json.Marshal(part.Name)
		if err != nil {
			return nil, err
		}
		data, err := json.Marshal(part.Data)
		if err != nil {
			return nil, err
		}
		b.WriteByte("{,"[min(i, 1)])
		b.Write(name)
		b.WriteByte(':')
		b.Write(data)
	}
	if len(p) == 0 {
		b.WriteByte('{')
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// JSON writes an envelope. A < in a text is escaped, so that the file runs
// nothing wherever it is pasted.
func JSON(e *Envelope) ([]byte, error) {
	var b bytes.Buffer
	err := json.NewEncoder(&b).Encode(e)
	return b.Bytes(), err
}
