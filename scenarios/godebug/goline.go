package godebug

func goLine() Section {
	return Section{"The go line", []Part{
		paragraph(
			says("A toolchain knows which release changed the default of a setting, and a go line below that selects the old value.",
				"go-line/go-line-rsa-key-exchange", "go-line/go-line-3des", "TestTheDefaultGODEBUGIsTheOneOfGoList"),
			says("So with an update of the toolchain the old value stays, until the go line follows or the setting is removed.",
				"go-line/go-line-rsa-key-exchange", "TestAGoLineBelow122BringsRSAKeyExchangeBackUpToGo126"),
			says("Settings whose default never changed are in no go line.",
				"TestSettingsWhoseDefaultNeverChangedAreInNoGoLine", "go1.18/sha1-leaf"),
			says("None makes a client of Go 1.18 or newer offer TLS 1.0.",
				"go1.22/tls10-server", "go1.22/tls10-old-stack"),
		),
		paragraph(
			says("The patch release in a go line does not matter, and a release candidate in it turns nothing back.",
				"TestThePatchReleaseInAGoLineDoesNotMatter", "TestAReleaseCandidateInAGoLineTurnsNothingBack"),
			says("A go.mod without a go line counts as one with `go 1.16`.",
				"TestAModuleWithoutAGoLineCountsAsGo116"),
			says("A `toolchain` line is no go line: a go command that may hand over builds with what it names, and with its settings.",
				"TestAToolchainLineOnlyChoosesTheToolchain"),
			says("A dependency with a newer go line than yours raises yours, with the next `go mod tidy`.",
				"TestADependencyWithANewerGoLineRaisesOurs"),
		),
	}}
}
