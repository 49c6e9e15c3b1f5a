package godebug

func testBinaries() Section {
	return Section{"Tests", []Part{paragraph(
		says("A test binary has the go line and the `godebug` lines of the module that is tested.",
			"TestATestBinaryHasTheGoLineOfItsModule", "TestAGodebugLineIsForTheProgramAndAllTests"),
		says("It has the `//go:debug` lines of the _test.go files, of the package and outside of it.",
			"TestATestBinaryHasTheDebugLinesOfItsTestFiles", "TestATestRunsWithItsDebugLines"),
		says("Programs do not have these.",
			"TestTheDebugLinesOfTestFilesAreNotForTheProgram"),
		says("It has the `//go:debug` lines of the package that is tested, even if that is not package main.",
			"TestTheDebugLinesOfAPackageAreForItsOwnTests"),
		says("So those of the program are for the tests of package main, and not for those of the other packages.",
			"TestTheDebugLinesOfAProgramAreForItsOwnTestsAlone"),
		says("A setting that is to be in the program and in all tests stands in go.mod.",
			"TestAGodebugLineIsForTheProgramAndAllTests"),
	)}}
}
