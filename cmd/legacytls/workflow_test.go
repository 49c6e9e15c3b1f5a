package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/legacytls/legacytls/internal/needs"
)

const partner = "../../examples/partner"

// A step of a GitHub workflow, as far as it is looked at here.
type workflowStep struct {
	Uses, Run        string
	With             map[string]string
	WorkingDirectory string `yaml:"working-directory"`
}

// workflowSteps are those of all jobs of the workflow in examples/partner.
func workflowSteps(t *testing.T) []workflowStep {
	t.Helper()
	text, err := os.ReadFile(partner + "/.github/workflows/legacy-tls.yml")
	require.NoError(t, err)
	var workflow struct {
		Env  map[string]string
		Jobs map[string]struct{ Steps []workflowStep }
	}
	require.NoError(t, yaml.Unmarshal(text, &workflow))
	require.Equal(t, map[string]string{"LEGACYTLS_REQUIRE": needs.Toolchains}, workflow.Env)
	var steps []workflowStep
	for _, job := range workflow.Jobs {
		steps = append(steps, job.Steps...)
	}
	return steps
}

// commandsOf returns the lines of all steps that begin with a word, split, with lines that
// end in a backslash joined.
func commandsOf(steps []workflowStep, name string) [][]string {
	var found [][]string
	for _, step := range steps {
		whole := strings.ReplaceAll(step.Run, "\\\n", "")
		for _, line := range strings.Split(whole, "\n") {
			if args := words(line); len(args) > 0 && args[0] == name {
				found = append(found, args[1:])
			}
		}
	}
	return found
}

func TestTheCommandsOfTheExampleWorkflowParse(t *testing.T) {
	bash := needs.Command(t, "bash")
	steps := workflowSteps(t)
	for _, step := range steps {
		check := exec.Command(bash, "-n")
		check.Stdin = strings.NewReader(step.Run)
		out, err := check.CombinedOutput()
		require.NoError(t, err, "%s\n%s", step.Run, out)
	}
	for _, args := range commandsOf(steps, "go") {
		out, err := exec.Command("go", "help", args[0]).CombinedOutput()
		require.NoError(t, err, "go %s\n%s", args[0], out)
	}
	inDir(t, partner)
	found := commandsOf(steps, "legacytls")
	require.Len(t, found, 2)
	for _, args := range found {
		c, err := findCommand(args[0])
		require.NoError(t, err)
		require.NoError(t, parsers()[c.name](newFlags(c, args[1:])), args)
	}
}

// The files that are kept are those that the commands write.
func TestTheExampleWorkflowKeepsItsReports(t *testing.T) {
	steps := workflowSteps(t)
	var written, kept []string
	for _, step := range steps {
		for _, file := range regexp.MustCompile(`-junit(?:file)? (\S+)`).FindAllStringSubmatch(step.Run, -1) {
			written = append(written, file[1])
		}
		if strings.HasPrefix(step.Uses, "actions/upload-artifact@") {
			kept = append(kept, step.With["path"])
		}
	}
	require.Len(t, written, 2)
	require.ElementsMatch(t, written, kept)
}

// The steps that run legacytls, as the runner of GitHub runs them.
func TestTheStepsOfTheExampleWorkflowRun(t *testing.T) {
	needToolchains(t, "1.25.14", "1.26.11", "1.27.4")
	bin, project := t.TempDir(), copyOf(t, partner)
	require.NoError(t, os.Symlink(binary(t), filepath.Join(bin, "legacytls")))
	summary := filepath.Join(bin, "summary.md")
	require.NoError(t, os.WriteFile(summary, nil, 0o600))
	env := append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "GITHUB_STEP_SUMMARY="+summary)
	for _, step := range workflowSteps(t) {
		if strings.HasPrefix(step.Run, "legacytls ") {
			runShell(t, project, env, "bash", "-e", "-c", step.Run)
		}
	}
	content, err := os.ReadFile(summary)
	require.NoError(t, err)
	require.Contains(t, string(content), "## legacytls: all as expected")
	require.FileExists(t, filepath.Join(project, "scenarios.xml"))
}
