package godebug

func inEffect() Section {
	return Section{"What is in effect", []Part{
		paragraph(
			says("`go list` tells what will be built into a program, and with `-test` what into the test binaries.",
				"TestTheCommandsOfThePageAreThoseThatAreTried", "TestGoListGoVersionAndTheProgramTellTheSame", "TestATestRunsWithItsDebugLines"),
		).with("go list -f '{{.DefaultGODEBUG}}' .\ngo list -test -f '{{if eq .Name \"main\"}}{{.ImportPath}} {{.DefaultGODEBUG}}{{end}}' ./..."),
		paragraph(
			says("Of a finished program `go version -m` tells it as `DefaultGODEBUG=`, and `debug.ReadBuildInfo` in the program.",
				"TestGoListGoVersionAndTheProgramTellTheSame"),
			says("Where nothing is turned back they have no such line.",
				"TestWithoutAnySettingThereIsNoDefaultGODEBUG"),
			says("They do not know the environment.",
				"TestTheBuildInfoDoesNotKnowTheEnvironment"),
			says("In test binaries they know of no settings before Go 1.24.",
				"TestATestBinaryHasBuildInfoFromGo124On"),
		),
		paragraph(
			says("From Go 1.21 on runtime/metrics counts when a setting mattered: `/godebug/non-default-behavior/tlsrsakex:events`.",
				"TestACounterCountsTheConnectionsThatNeededTheSetting", "TestCountersBeginWithGo121"),
			says("A connection that did not need it is not counted, nor is one whose suites `tls.Config.CipherSuites` names.",
				"TestACounterCountsTheConnectionsThatNeededTheSetting", "TestAConnectionThanksToASettingIsCountedAsSuch"),
			says("tlsmlkem, tlssecpmlkem and fips140 have no counter, and the counter of a setting goes with the setting.",
				"TestSettingsWithoutACounter", "TestTheCounterGoesWithTheSetting"),
		),
	}}
}
