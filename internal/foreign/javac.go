package foreign

import (
	"context"
	_ "embed" // the program is
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

//go:embed testdata/Client.java
var javaSource []byte

// javaClasses returns the class files of Client.java by their names. They are
// compiled on first use, which takes a second, and kept in memory: no test's
// temporary directory would live long enough.
var javaClasses = sync.OnceValues(func() (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "foreign")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	source := filepath.Join(dir, "Client.java")
	if err := os.WriteFile(source, javaSource, 0o600); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	out, err := run(ctx, nil, "javac", "-J-XX:TieredStopAtLevel=1", "-d", dir, source)
	if err != nil {
		return nil, err
	}
	classes := make(map[string][]byte)
	paths, _ := filepath.Glob(filepath.Join(dir, "*.class")) // the pattern is well-formed
	for _, path := range paths {
		if classes[filepath.Base(path)], err = os.ReadFile(path); err != nil {
			return nil, err
		}
	}
	if len(classes) == 0 {
		return nil, fmt.Errorf("javac made no class files of Client.java: %s", out)
	}
	return classes, nil
})
