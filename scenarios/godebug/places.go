package godebug

func places() Section {
	return Section{"Where a setting can stand", []Part{
		paragraph(
			says("What stands higher in this table wins over what stands lower, for the settings that it names and for no others.",
				"go-line/environment-wins", "TestTheEnvironmentWinsForItsOwnSettingsAlone", "TestADebugLineWinsOverGoModForItsOwnSettingAlone",
				"TestAGodebugLineWinsOverTheGoLineForItsOwnSettingAlone", "TestOtherLinesWinOverDefault"),
			says("Only what a program puts into its environment takes the place of all that it was started with.",
				"TestSetenvReplacesWhatTheProgramWasStartedWith"),
		),
		table(cells("place", "looks like", "counts"),
			row(cells("the `tls.Config`, where it has a field", "`CipherSuites`, `MinVersion`", "in every release"),
				"go1.22/rsa-key-exchange-explicit-suites", "go1.22/server-tls10-client-min-version"),
			row(cells("the environment, as the program has changed it", "`os.Setenv(\"GODEBUG\", \"tlsrsakex=1\")`", "if the setting is read after that"),
				"TestSetenvActsAtOnceAsOftenAsItIsCalled", "go1.20/setenv-tlsrsakex", "go1.15/cn-only"),
			row(cells("the environment at the start", "`GODEBUG=tlsrsakex=1 ./program`", "in every release"),
				"go1.12/tls13-opt-in", "go1.22/rsa-key-exchange", "go1.25/sha1-signature-server"),
			row(cells("`//go:debug` lines of the program", "`//go:debug tlsrsakex=1`", "from Go 1.21 on"),
				"go1.21/debug-line-before-go121", "go-line/tlsrsakex-in-source", "TestDirectivesActInTheProgramFromGo121On"),
			row(cells("`godebug` lines of go.mod, in a workspace those of go.work", "`godebug tlsrsakex=1`", "from Go 1.23 on"),
				"go-line/tlsrsakex-in-source", "TestInAWorkspaceTheGodebugLinesOfGoWorkCountAndThoseOfGoModDoNot"),
			row(cells("`default` in such a line, instead of the go line", "`godebug default=go1.21`", "from Go 1.23 on"),
				"TestDefaultTakesThePlaceOfTheGoLine", "TestDefaultIsAnUnknownSettingBeforeGo123"),
			row(cells("the go line of go.mod, in a workspace that of go.work", "`go 1.21`", "from Go 1.21 on"),
				"go-line/go-line-rsa-key-exchange", "TestProgramsAreBuiltByTheirToolchainWithTheirDefaults", "TestInAWorkspaceTheGoLineOfGoWorkCounts"),
			row(cells("the toolchain", "`go1.26.11`", "in every release"),
				"go1.22/rsa-key-exchange", "go1.23/3des-ecdhe"),
		),
		paragraph(
			says("Of the `tls.Config`, `CurvePreferences` wins over tlsmlkem=0 and tlssecpmlkem=0 since Go 1.27 only.",
				"go1.27/hello-curve-preferences-beat-tlsmlkem", "go1.27/hello-curve-preferences-beat-tlssecpmlkem"),
		),
	}}
}
