package godebug

func environment() Section {
	return Section{"In the environment", []Part{
		paragraph(
			says("`GODEBUG` is `name=value` with commas between: a blank after a comma belongs to the name, which Go then does not know.",
				"TestTheEnvironmentIsSplitAtCommasAndNowhereElse"),
			says("`TLSRSAKEX=1` is nothing either, nor is a name without `=`.",
				"TestTheEnvironmentIsSplitAtCommasAndNowhereElse"),
			says("Names that Go does not know are ignored in every release, without a word.",
				"TestUnknownNamesInTheEnvironmentAreIgnored", "go1.19/tls10default-gone"),
			says("`default=go1.21` is such a name here.",
				"TestDefaultInTheEnvironmentIsAnUnknownName"),
			says("Of two values of a setting the first one counts until Go 1.19, and the last one since Go 1.20.",
				"go1.20/godebug-duplicate", "go1.20/godebug-duplicate-old-value-first"),
		),
		paragraph(
			says("A program that another one starts inherits GODEBUG, with what the other one has put there itself.",
				"TestChildProcessesInheritTheEnvironmentAndWhatSetenvHasPutThere"),
			says("What is built into a program is not for those that it starts.",
				"TestWhatIsBuiltIntoAProgramIsNotForItsChildProcesses"),
			says("`go run` and `go test` hand it to the program, and read it themselves: they are Go programs.",
				"TestGoRunAndGoTestHandTheEnvironmentToWhatTheyStart", "TestTheGoCommandOfGo127DiesOfAnOldValueInItsEnvironment"),
			says("`go env -w` does not take it.",
				"TestGoEnvDoesNotSetGODEBUG"),
		),
	}}
}

func running() Section {
	return Section{"While a program runs", []Part{paragraph(
		says("`os.Setenv` acts at once on what is read when needed: tlsrsakex, tls10server, tlssha1, rsa1024min, x509sha1.",
			"TestSetenvActsAtOnceAsOftenAsItIsCalled", "go1.20/setenv-tlsrsakex", "go1.22/setenv-tls10server", "go1.25/hello-sha1-signatures", "go1.24/rsa-512", "go1.18/sha1-leaf"),
		says("It is too late for what is read at the start: x509ignoreCN, tls10default, fips140.",
			"go1.15/cn-only", "go1.18/client-minimum-tls12", "go1.25/setenv-fips140"),
		says("It is in time for tls13 of Go 1.12 before the first handshake.",
			"go1.12/tls13-opt-in"),
		says("A setting that the program was started with is gone if it is not in the new value; what is built in counts again.",
			"TestSetenvReplacesWhatTheProgramWasStartedWith"),
		says("`t.Setenv` does the same for the length of a test.",
			"TestTSetenvActsForTheLengthOfATest", "TestAWorkaroundThatIsNeededPasses"),
	)}}
}
