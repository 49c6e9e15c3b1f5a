package toolchain

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
)

// firstGODEBUG is the minor release from which on a go line sets GODEBUG
// defaults and //go:debug lines count (https://go.dev/doc/godebug).
const firstGODEBUG = 21

// A Setting is one row of a toolchain's own table of GODEBUG settings.
type Setting struct {
	Name    string
	Package string // the package that it changes; "" when Removed
	Changed int    // minor release that changed the default, 0: never; go lines below it select Old
	Old     string // the value that brings the behaviour before Changed back
	Removed int    // minor release that removed the setting, 0: it still works

	// Fatal are the old values of a removed setting: from Go 1.27 on a
	// program dies of them in its environment, and does not build with them
	// (https://go.dev/doc/godebug#go-127).
	Fatal []string
}

// GODEBUGTable reads the toolchain's src/internal/godebugs/table.go: the
// settings that work, then the removed ones. Toolchains before Go 1.21 have no
// such table: nil and no error.
func (tc *Toolchain) GODEBUGTable() ([]Setting, error) {
	if !tc.Version.atLeast(firstGODEBUG) {
		return nil, nil
	}
	path := filepath.Join(tc.GOROOT, "src", "internal", "godebugs", "table.go")
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("go %s: table of GODEBUG settings: %w", tc.Version, err)
	}
	table := readTable(file)
	if len(table) == 0 {
		return nil, fmt.Errorf("go %s: %s has no table \"All\" in the known form; this version is newer than we understand", tc.Version, path)
	}
	return table, nil
}

// readTable collects the rows of the variables All and Removed.
func readTable(file *ast.File) []Setting {
	functions := make(map[string]ast.Node)
	for _, declaration := range file.Decls {
		if f, ok := declaration.(*ast.FuncDecl); ok {
			functions[f.Name.Name] = f
		}
	}
	var table []Setting
	for _, name := range []string{"All", "Removed"} {
		for _, row := range rowsOf(file, name) {
			table = append(table, readRow(row, functions))
		}
	}
	return table
}

// rowsOf returns the elements of the composite literal of a package variable.
func rowsOf(file *ast.File, name string) []*ast.CompositeLit {
	var rows []*ast.CompositeLit
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || spec.Names[0].Name != name || len(spec.Values) != 1 {
			return true
		}
		if list, ok := spec.Values[0].(*ast.CompositeLit); ok {
			for _, element := range list.Elts {
				if row, ok := element.(*ast.CompositeLit); ok {
					rows = append(rows, row)
				}
			}
		}
		return false
	})
	return rows
}

// readRow reads {Name: "x", Changed: 22, Old: "1"}. In rows of removed
// settings Old is a function that compares its argument with the old values.
func readRow(row *ast.CompositeLit, functions map[string]ast.Node) Setting {
	var s Setting
	for _, element := range row.Elts {
		field, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		switch fmt.Sprint(field.Key) {
		case "Name":
			s.Name = text(field.Value)
		case "Package":
			s.Package = text(field.Value)
		case "Changed":
			s.Changed = number(field.Value)
		case "Removed":
			s.Removed = number(field.Value)
		case "Old":
			s.Old = text(field.Value)
			s.Fatal = oldValues(field.Value, functions)
		}
	}
	return s
}

// oldValues returns the strings in the body of a function, given as a literal
// or by name.
func oldValues(value ast.Expr, functions map[string]ast.Node) []string {
	body := ast.Node(value)
	switch f := value.(type) {
	case *ast.Ident:
		body = functions[f.Name]
	case *ast.FuncLit:
	default:
		return nil
	}
	if body == nil {
		return nil
	}
	var values []string
	ast.Inspect(body, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			values = append(values, text(literal))
		}
		return true
	})
	return values
}

func text(e ast.Expr) string {
	literal, ok := e.(*ast.BasicLit)
	if !ok {
		return ""
	}
	s, _ := strconv.Unquote(literal.Value) // the parser has seen to it
	return s
}

func number(e ast.Expr) int {
	literal, ok := e.(*ast.BasicLit)
	if !ok {
		return 0
	}
	n, _ := strconv.Atoi(literal.Value)
	return n
}
