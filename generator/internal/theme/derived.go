package theme

import (
	"fmt"
	"html/template"
	"reflect"
)

// Template is the template of a derived part of pages, views/NAME.html. Its dot
// is a value of the type of Data, a pointer to a struct; Data itself is an
// empty one.
type Template struct {
	Name string
	Data any
}

func (t Template) file() string { return "views/" + t.Name + ".html" }

// Part is a derived part of a page: the name of its template and what the
// template shows.
type Part struct {
	Name string
	Data any
}

// part makes a derived part; none makes nothing.
func (s *set) part(p *Part) (template.HTML, error) {
	if p == nil {
		return "", nil
	}
	view, ok := s.views[p.Name]
	if !ok {
		return "", fmt.Errorf("no template for the part %q", p.Name)
	}
	out, err := view.render(nil, p.Data)
	return template.HTML(out), err
}

// filled returns a value of the type of data in which everything is set, down
// to one element in each list, so that a template can be tried on it.
func filled(data any) any {
	v := reflect.New(reflect.TypeOf(data)).Elem()
	fill(v, 0)
	return v.Interface()
}

// fill sets a value and what it holds. Types that hold themselves end after
// some levels.
func fill(v reflect.Value, depth int) {
	if depth > 12 || !v.CanSet() {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), depth+1)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), depth+1)
	case reflect.String:
		v.SetString("x")
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(2)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(2)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(2.5)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Interface, reflect.Map, reflect.Func, reflect.Chan:
		panic("theme: a derived part may not hold a " + v.Kind().String())
	}
}
