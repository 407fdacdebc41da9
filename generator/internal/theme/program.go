package theme

import (
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// A program is a template turned into steps once, so that a page costs a tenth
// of what html/template takes for it (BenchmarkRender). html/template has
// parsed and escaped the template before: a program carries out the escaping
// that it chose, and never chooses. What programs do not know makes compile
// fail, and html/template itself renders that template. The tests compare both.
type program struct {
	steps []step
}

// step appends to what a machine has made; dot is the value of the dot.
type step func(m *machine, dot reflect.Value)

// value works out a value; its type is known when the step is made.
type value func(m *machine, dot reflect.Value) reflect.Value

// machine is one run of a program.
type machine struct {
	buf   []byte
	root  reflect.Value // $
	depth int           // of templates that call each other
}

// maxDepth bounds templates that call themselves; a stack that is full would
// end the process.
const maxDepth = 1000

// unable stops a run that html/template has to redo, for its result or for its
// error: a nil pointer on the way to a field, a function that failed.
type unable struct{}

// run appends what the program makes of data to buf. When it cannot, ok is
// false and buf is as it was.
func (p *program) run(buf []byte, data any) (out []byte, ok bool) {
	defer func() {
		if r := recover(); r != nil {
			if _, is := r.(unable); !is {
				panic(r)
			}
			out, ok = buf, false
		}
	}()
	m := &machine{buf: buf, root: reflect.ValueOf(data)}
	p.do(m, m.root)
	return m.buf, true
}

func (p *program) do(m *machine, dot reflect.Value) {
	for _, s := range p.steps {
		s(m, dot)
	}
}

// compiler makes the program of one page of escaped templates. After an error
// what it has made so far is unfinished, and it must not be used again.
type compiler struct {
	templates *template.Template
	functions template.FuncMap
	made      map[programKey]*program
}

// programKey names a template as it is called with one type of dot.
type programKey struct {
	name string
	dot  reflect.Type
}

// types are the types of the dot and of $ where a piece of a template stands.
type types struct{ dot, root reflect.Type }

// errUnknown is wrapped by the error of everything that programs do not do.
var errUnknown = errors.New("not known to programs")

func unknown(n parse.Node) error { return fmt.Errorf("%s: %w", n, errUnknown) }

// compile makes the program of a template for a type of data.
func (c *compiler) compile(name string, dot reflect.Type) (*program, error) {
	key := programKey{name, dot}
	if p, ok := c.made[key]; ok {
		return p, nil
	}
	tmpl := c.templates.Lookup(name)
	if tmpl == nil || tmpl.Tree == nil {
		return nil, fmt.Errorf("template %s: %w", name, errUnknown)
	}
	p := &program{}
	c.made[key] = p // before its steps, for templates that call themselves
	steps, err := c.list(tmpl.Tree.Root, types{dot, dot})
	if err != nil {
		return nil, err
	}
	p.steps = steps
	return p, nil
}

func (c *compiler) list(l *parse.ListNode, at types) ([]step, error) {
	if l == nil {
		return nil, nil
	}
	var steps []step
	var text []byte // of the nodes before this one, not yet a step
	flush := func() {
		if len(text) > 0 {
			steps = append(steps, writeText(string(text)))
			text = nil
		}
	}
	for _, n := range l.Nodes {
		if t, ok := n.(*parse.TextNode); ok {
			text = append(text, t.Text...)
			continue
		}
		flush()
		s, err := c.node(n, at)
		if err != nil {
			return nil, err
		}
		steps = append(steps, s)
	}
	flush()
	return steps, nil
}

func writeText(s string) step {
	return func(m *machine, _ reflect.Value) { m.buf = append(m.buf, s...) }
}

func (c *compiler) node(n parse.Node, at types) (step, error) {
	switch n := n.(type) {
	case *parse.ActionNode:
		return c.action(n, at)
	case *parse.IfNode:
		return c.branch(&n.BranchNode, at)
	case *parse.WithNode:
		return c.with(&n.BranchNode, at)
	case *parse.RangeNode:
		return c.loop(&n.BranchNode, at)
	case *parse.TemplateNode:
		return c.call(n, at)
	}
	return nil, unknown(n)
}

// action compiles {{...}}: a value, then the escapers that html/template added.
func (c *compiler) action(n *parse.ActionNode, at types) (step, error) {
	if len(n.Pipe.Decl) > 0 || len(n.Pipe.Cmds) == 0 {
		return nil, unknown(n)
	}
	v, typ, err := c.command(n.Pipe.Cmds[0], at)
	if err != nil {
		return nil, err
	}
	var chain []string
	for _, cmd := range n.Pipe.Cmds[1:] {
		name, ok := cmd.Args[0].(*parse.IdentifierNode)
		if !ok || len(cmd.Args) != 1 {
			return nil, unknown(n)
		}
		chain = append(chain, strings.TrimPrefix(name.Ident, "_html_template_"))
	}
	s := write(v, typ, strings.Join(chain, " "))
	if s == nil {
		return nil, unknown(n)
	}
	return s, nil
}

// write returns the step that appends a value by a chain of escapers, nil when
// it does not know how.
func write(v value, typ reflect.Type, chain string) step {
	switch {
	case typ == reflect.TypeFor[template.HTML]() && chain == "htmlescaper",
		typ == reflect.TypeFor[template.HTMLAttr]() && chain == "htmlnamefilter":
		return func(m *machine, dot reflect.Value) { m.buf = append(m.buf, v(m, dot).String()...) }
	case typ == reflect.TypeFor[int]() && (chain == "htmlescaper" || chain == "attrescaper"):
		return func(m *machine, dot reflect.Value) { m.buf = strconv.AppendInt(m.buf, v(m, dot).Int(), 10) }
	case typ != reflect.TypeFor[string]():
		return nil
	}
	var escape func(buf []byte, s string) []byte
	switch chain {
	case "htmlescaper", "attrescaper", "rcdataescaper":
		escape = appendEscaped
	case "urlfilter urlnormalizer attrescaper":
		escape = appendFilteredURL
	case "urlnormalizer attrescaper":
		escape = appendURL
	case "urlescaper attrescaper":
		escape = appendQuery
	default:
		return nil
	}
	return func(m *machine, dot reflect.Value) { m.buf = escape(m.buf, v(m, dot).String()) }
}

func (c *compiler) branch(n *parse.BranchNode, at types) (step, error) {
	cond, err := c.pipeTruth(n.Pipe, at)
	if err != nil {
		return nil, err
	}
	yes, err := c.list(n.List, at)
	if err != nil {
		return nil, err
	}
	no, err := c.list(n.ElseList, at)
	if err != nil {
		return nil, err
	}
	then, otherwise := &program{yes}, &program{no}
	return func(m *machine, dot reflect.Value) {
		if cond(m, dot) {
			then.do(m, dot)
		} else {
			otherwise.do(m, dot)
		}
	}, nil
}

func (c *compiler) with(n *parse.BranchNode, at types) (step, error) {
	v, typ, err := c.pipe(n.Pipe, at)
	if err != nil {
		return nil, err
	}
	truth := truthOf(typ)
	if truth == nil {
		return nil, unknown(n)
	}
	yes, err := c.list(n.List, types{typ, at.root})
	if err != nil {
		return nil, err
	}
	no, err := c.list(n.ElseList, at)
	if err != nil {
		return nil, err
	}
	then, otherwise := &program{yes}, &program{no}
	return func(m *machine, dot reflect.Value) {
		if x := v(m, dot); truth(x) {
			then.do(m, x)
		} else {
			otherwise.do(m, dot)
		}
	}, nil
}

func (c *compiler) loop(n *parse.BranchNode, at types) (step, error) {
	v, typ, err := c.pipe(n.Pipe, at)
	if err != nil {
		return nil, err
	}
	if typ.Kind() != reflect.Slice {
		return nil, unknown(n)
	}
	each, err := c.list(n.List, types{typ.Elem(), at.root})
	if err != nil {
		return nil, err
	}
	none, err := c.list(n.ElseList, at)
	if err != nil {
		return nil, err
	}
	body, otherwise := &program{each}, &program{none}
	return func(m *machine, dot reflect.Value) {
		x := v(m, dot)
		for i := range x.Len() {
			body.do(m, x.Index(i))
		}
		if x.Len() == 0 {
			otherwise.do(m, dot)
		}
	}, nil
}

func (c *compiler) call(n *parse.TemplateNode, at types) (step, error) {
	if n.Pipe == nil {
		return nil, unknown(n)
	}
	v, typ, err := c.pipe(n.Pipe, at)
	if err != nil {
		return nil, err
	}
	p, err := c.compile(n.Name, typ)
	if err != nil {
		return nil, err
	}
	return func(m *machine, dot reflect.Value) {
		if m.depth++; m.depth > maxDepth {
			panic(unable{})
		}
		root := m.root
		m.root = v(m, dot)
		p.do(m, m.root)
		m.root = root
		m.depth--
	}, nil
}

// pipe compiles a pipeline of one command that declares nothing.
func (c *compiler) pipe(p *parse.PipeNode, at types) (value, reflect.Type, error) {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 {
		return nil, nil, unknown(p)
	}
	return c.command(p.Cmds[0], at)
}

// command compiles a value or a call of a function.
func (c *compiler) command(cmd *parse.CommandNode, at types) (value, reflect.Type, error) {
	name, ok := cmd.Args[0].(*parse.IdentifierNode)
	if !ok {
		if len(cmd.Args) != 1 {
			return nil, nil, unknown(cmd)
		}
		return c.operand(cmd.Args[0], at)
	}
	switch args := cmd.Args[1:]; name.Ident {
	case "or":
		return c.or(cmd, args, at)
	case "and", "not", "eq", "ne", "lt", "le", "gt", "ge":
		t, err := c.truth(cmd, at)
		if err != nil || name.Ident == "and" { // and is a value of its operands' type
			return nil, nil, unknown(cmd)
		}
		return func(m *machine, dot reflect.Value) reflect.Value { return reflect.ValueOf(t(m, dot)) }, reflect.TypeFor[bool](), nil
	default:
		return c.function(cmd, name.Ident, args, at)
	}
}

// or compiles or with operands of one type: the first that is true, else the
// last.
func (c *compiler) or(cmd *parse.CommandNode, args []parse.Node, at types) (value, reflect.Type, error) {
	values, typ, err := c.operands(cmd, args, at)
	if err != nil {
		return nil, nil, err
	}
	truth := truthOf(typ)
	if truth == nil {
		return nil, nil, unknown(cmd)
	}
	return func(m *machine, dot reflect.Value) (x reflect.Value) {
		for _, v := range values {
			if x = v(m, dot); truth(x) {
				return x
			}
		}
		return x
	}, typ, nil
}

// operands compiles values that all have the same type.
func (c *compiler) operands(cmd *parse.CommandNode, args []parse.Node, at types) (values []value, typ reflect.Type, err error) {
	for _, a := range args {
		v, t, err := c.operand(a, at)
		if err != nil {
			return nil, nil, err
		}
		if typ != nil && t != typ {
			return nil, nil, unknown(cmd)
		}
		values, typ = append(values, v), t
	}
	if typ == nil {
		return nil, nil, unknown(cmd)
	}
	return values, typ, nil
}

// function compiles a call of one of the theme's own functions.
func (c *compiler) function(cmd *parse.CommandNode, name string, args []parse.Node, at types) (value, reflect.Type, error) {
	f := reflect.ValueOf(c.functions[name])
	if !f.IsValid() || f.Type().NumIn() != len(args) {
		return nil, nil, unknown(cmd)
	}
	values := make([]value, len(args))
	for i, a := range args {
		v, t, err := c.operand(a, at)
		if err != nil {
			return nil, nil, err
		}
		if t != f.Type().In(i) {
			return nil, nil, unknown(cmd)
		}
		values[i] = v
	}
	return func(m *machine, dot reflect.Value) reflect.Value {
		in := make([]reflect.Value, len(values))
		for i, v := range values {
			in[i] = v(m, dot)
		}
		out := f.Call(in)
		if len(out) > 1 && !out[1].IsNil() {
			panic(unable{})
		}
		return out[0]
	}, f.Type().Out(0), nil
}

// operand compiles one word of a command.
func (c *compiler) operand(n parse.Node, at types) (value, reflect.Type, error) {
	switch n := n.(type) {
	case *parse.DotNode:
		return func(_ *machine, dot reflect.Value) reflect.Value { return dot }, at.dot, nil
	case *parse.FieldNode:
		get, typ, ok := fields(at.dot, n.Ident)
		if !ok {
			return nil, nil, unknown(n)
		}
		return func(_ *machine, dot reflect.Value) reflect.Value { return get(dot) }, typ, nil
	case *parse.VariableNode:
		get, typ, ok := fields(at.root, n.Ident[1:])
		if !ok || n.Ident[0] != "$" {
			return nil, nil, unknown(n)
		}
		return func(m *machine, _ reflect.Value) reflect.Value { return get(m.root) }, typ, nil
	case *parse.StringNode:
		return constant(n.Text), reflect.TypeFor[string](), nil
	case *parse.NumberNode:
		if n.IsInt {
			return constant(int(n.Int64)), reflect.TypeFor[int](), nil
		}
	case *parse.BoolNode:
		return constant(n.True), reflect.TypeFor[bool](), nil
	case *parse.PipeNode:
		return c.pipe(n, at)
	}
	return nil, nil, unknown(n)
}

func constant(x any) value {
	v := reflect.ValueOf(x)
	return func(*machine, reflect.Value) reflect.Value { return v }
}

// fields returns how to follow a chain of field names, and where it leads.
func fields(typ reflect.Type, names []string) (get func(reflect.Value) reflect.Value, to reflect.Type, ok bool) {
	type hop struct {
		pointer bool
		index   []int
	}
	var hops []hop
	for _, name := range names {
		h := hop{pointer: typ.Kind() == reflect.Pointer}
		if _, method := typ.MethodByName(name); method {
			return nil, nil, false
		}
		if h.pointer {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct {
			return nil, nil, false
		}
		f, found := typ.FieldByName(name)
		if _, method := reflect.PointerTo(typ).MethodByName(name); !found || method || !f.IsExported() {
			return nil, nil, false
		}
		h.index, typ = f.Index, f.Type
		hops = append(hops, h)
	}
	return func(v reflect.Value) reflect.Value {
		for _, h := range hops {
			if h.pointer {
				if v.IsNil() {
					panic(unable{})
				}
				v = v.Elem()
			}
			if len(h.index) == 1 {
				v = v.Field(h.index[0])
			} else {
				v = v.FieldByIndex(h.index)
			}
		}
		return v
	}, typ, true
}

// condition is a value of which only the truth matters.
type condition func(m *machine, dot reflect.Value) bool

func (c *compiler) pipeTruth(p *parse.PipeNode, at types) (condition, error) {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 {
		return nil, unknown(p)
	}
	return c.truth(p.Cmds[0], at)
}

// truth compiles a command of which only the truth matters.
func (c *compiler) truth(cmd *parse.CommandNode, at types) (condition, error) {
	name, ok := cmd.Args[0].(*parse.IdentifierNode)
	if !ok {
		if len(cmd.Args) != 1 {
			return nil, unknown(cmd)
		}
		return c.nodeTruth(cmd.Args[0], at)
	}
	args := cmd.Args[1:]
	switch name.Ident {
	case "and", "or":
		return c.junction(args, at, name.Ident == "or")
	case "not":
		if len(args) != 1 {
			return nil, unknown(cmd)
		}
		t, err := c.nodeTruth(args[0], at)
		return func(m *machine, dot reflect.Value) bool { return !t(m, dot) }, err
	case "eq", "ne", "lt", "le", "gt", "ge":
		return c.comparison(cmd, name.Ident, args, at)
	}
	v, typ, err := c.command(cmd, at)
	if err != nil {
		return nil, err
	}
	return holds(cmd, v, typ)
}

// nodeTruth compiles one word of a command of which only the truth matters.
func (c *compiler) nodeTruth(n parse.Node, at types) (condition, error) {
	if p, ok := n.(*parse.PipeNode); ok {
		return c.pipeTruth(p, at)
	}
	v, typ, err := c.operand(n, at)
	if err != nil {
		return nil, err
	}
	return holds(n, v, typ)
}

// holds returns the truth of a value.
func holds(n parse.Node, v value, typ reflect.Type) (condition, error) {
	truth := truthOf(typ)
	if truth == nil {
		return nil, unknown(n)
	}
	return func(m *machine, dot reflect.Value) bool { return truth(v(m, dot)) }, nil
}

// junction compiles and, or: the first operand whose truth is stop decides.
func (c *compiler) junction(args []parse.Node, at types, stop bool) (condition, error) {
	all := make([]condition, len(args))
	for i, a := range args {
		t, err := c.nodeTruth(a, at)
		if err != nil {
			return nil, err
		}
		all[i] = t
	}
	return func(m *machine, dot reflect.Value) bool {
		for _, t := range all {
			if t(m, dot) == stop {
				return stop
			}
		}
		return !stop
	}, nil
}

// comparison compiles the comparison of two strings or two numbers.
func (c *compiler) comparison(cmd *parse.CommandNode, name string, args []parse.Node, at types) (condition, error) {
	values, typ, err := c.operands(cmd, args, at)
	if err != nil {
		return nil, err
	}
	if len(values) != 2 {
		return nil, unknown(cmd)
	}
	a, b := values[0], values[1]
	var order func(x, y reflect.Value) int
	switch typ {
	case reflect.TypeFor[string]():
		order = func(x, y reflect.Value) int { return strings.Compare(x.String(), y.String()) }
	case reflect.TypeFor[int]():
		order = func(x, y reflect.Value) int { return int(x.Int() - y.Int()) }
	default:
		return nil, unknown(cmd)
	}
	want := map[string][3]bool{ // less, equal, more
		"eq": {false, true, false}, "ne": {true, false, true},
		"lt": {true, false, false}, "le": {true, true, false},
		"gt": {false, false, true}, "ge": {false, true, true},
	}[name]
	return func(m *machine, dot reflect.Value) bool {
		return want[1+max(-1, min(1, order(a(m, dot), b(m, dot))))]
	}, nil
}

// truthOf returns when a value of a type is true, nil for types that programs
// do not know.
func truthOf(typ reflect.Type) func(reflect.Value) bool {
	switch typ.Kind() {
	case reflect.String, reflect.Slice:
		return func(v reflect.Value) bool { return v.Len() > 0 }
	case reflect.Bool:
		return reflect.Value.Bool
	case reflect.Int:
		return func(v reflect.Value) bool { return v.Int() != 0 }
	case reflect.Pointer:
		return func(v reflect.Value) bool { return !v.IsNil() }
	case reflect.Struct:
		return func(reflect.Value) bool { return true }
	}
	return nil
}
