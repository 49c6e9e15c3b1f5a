package godebug

func source() Section {
	return Section{"In the source", []Part{
		paragraph(
			says("A `//go:debug` line stands before the package clause of a file of package main, one setting in a line.",
				"TestADebugLineCountsBeforeThePackageClause", "TestADebugLineHoldsOneSetting", "TestTheFilesOfThePageAreTaken"),
			says("After the package clause it is a comment, and so it is with a blank after its slashes.",
				"TestADebugLineAfterThePackageClauseIsACommentThatVetReports", "TestADebugLineWithABlankAfterItsSlashesIsAComment"),
			says("In another package it is not for the program, nor is it in a file that the build leaves out.",
				"TestADebugLineOutsideOfPackageMainDoesNotCountAndVetReportsIt", "TestADebugLineInAFileThatIsNotBuiltDoesNotCount"),
			says("`go vet` reports a line after the package clause, and one in another package.",
				"TestADebugLineAfterThePackageClauseIsACommentThatVetReports", "TestADebugLineOutsideOfPackageMainDoesNotCountAndVetReportsIt"),
			says("With a name that the toolchain does not know it does not build, in any package, even of a dependency.",
				"TestSettingsThatAToolchainRefusesAreBuildErrors", "TestADebugLineThatIsRefusedIsRefusedInEveryPackage", "TestADebugLineThatIsRefusedIsRefusedInDependenciesToo"),
			says("A program with `//go:debug tlsrsakex=1` builds with Go 1.22 to 1.26, and until Go 1.20, for which it is a comment.",
				"go-line/tlsrsakex-in-source"),
			says("The same setting in two lines of a package does not build.",
				"TestARepeatedDebugLineDoesNotBuild"),
			says("`go list` complains of none of that, `go vet` and `go build` do.",
				"TestGoListDoesNotComplainOfDebugLines"),
		).with("//go:debug tlssha1=0\n\npackage main"),
		paragraph(
			says("A `godebug` line in go.mod is for all programs of the module, and for all of its tests.",
				"TestAGodebugLineIsForTheProgramAndAllTests", "TestTheFilesOfThePageAreTaken"),
			says("Go 1.22 and older load no go.mod that has one, newer ones none that has a name which they do not know.",
				"go-line/tlsrsakex-in-source", "TestSettingsThatAToolchainRefusesAreBuildErrors"),
			says("Of two lines for one setting the last one counts.",
				"TestTheLastOfTwoGodebugLinesWins"),
			says("`default=go1.N`, in either kind of line, takes the place of the go line.",
				"TestDefaultTakesThePlaceOfTheGoLine"),
			says("Other lines win over it, and if both kinds have a `default`, that of the `//go:debug` line counts.",
				"TestOtherLinesWinOverDefault", "TestDefaultInADebugLineWinsOverDefaultInGoMod"),
			says("It names a release that the toolchain knows, with `go` in front.",
				"TestDefaultIsAReleaseThatTheToolchainKnows"),
		).with("module example.test/app\n\ngo 1.26\n\ngodebug (\n\tdefault=go1.21\n\ttls10server=0\n)"),
	}}
}
