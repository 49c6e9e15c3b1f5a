package godebug

func introduction() Section {
	return Section{Parts: []Part{paragraph(
		says("A Go program meets a TLS server with the defaults of its release, and GODEBUG settings turn some of them back.",
			"go1.22/rsa-key-exchange", "go1.25/sha1-signature-server"),
		says("Where a setting can stand and which of several counts is said here, with a footnote that names what shows it.",
			"TestEverySentenceAndRowNamesWhatShowsIt", "TestASentenceOfThePageIsALine", "TestTheScenariosOfThePageExist", "TestTheTestsOfThePageExist"),
		says("`legacytls run 'go1.22/rsa-key-exchange$'` runs the scenario of that name.",
			"TestTheREADMEShowsWhatRunPrints"),
		says("This page is written from scenarios/godebug by `go test ./scenarios/godebug -update`.",
			"TestThePageOfGODEBUGIsInStep"),
	)}}
}
