package godebug

func modules() Section {
	return Section{"Workspaces, other modules, no module", []Part{
		paragraph(
			says("In a workspace the go line of go.work counts, and that of the module does not.",
				"TestInAWorkspaceTheGoLineOfGoWorkCounts"),
			says("It cannot be below that of a module, so that a workspace takes old behaviour away, and `GOWORK=off` brings it back.",
				"TestTheGoLineOfGoWorkIsNotBelowThatOfAModule", "TestInAWorkspaceTheGoLineOfGoWorkCounts"),
			says("A go.work without a go line counts as one with `go 1.18`.",
				"TestAGoWorkWithoutAGoLineCountsAsGo118"),
			says("Of `godebug` lines, too, those of go.work count and those of the modules do not.",
				"TestInAWorkspaceTheGodebugLinesOfGoWorkCountAndThoseOfGoModDoNot"),
		),
		paragraph(
			says("The go line of a dependency does not count, nor do its `godebug` and `//go:debug` lines.",
				"TestTheGoLineOfADependencyDoesNotCount", "TestTheGodebugLinesOfADependencyAreNotLookedAt", "TestTheDebugLinesOfADependencyDoNotCount"),
			says("`go install PACKAGE@VERSION` takes the go line of that module, and not its `godebug` lines.",
				"TestAnInstalledProgramHasTheGoLineOfItsModuleAndNoneOfItsGodebugLines"),
		),
		paragraph(
			says("A file that is named on the command line belongs to the module that it lies in.",
				"TestAFileInsideOfAModuleBelongsToIt"),
			says("Outside of any module it has the defaults of the toolchain, and its own `//go:debug` lines.",
				"TestAFileOutsideOfAModuleHasTheDefaultsOfTheToolchain", "TestADebugLineCountsInAFileOutsideOfAModule"),
			says("With `GO111MODULE=off` there are the old values.",
				"TestWithModulesOffThereAreTheOldDefaults"),
		),
	}}
}
