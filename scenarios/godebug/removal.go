package godebug

func removal() Section {
	return Section{"When a setting is removed", []Part{
		paragraph(
			says("Go 1.27 has removed tlsrsakex, tls3des, tls10server, tlsunsafeekm and x509keypairleaf.",
				"go1.27/removed-tlsrsakex", "go1.27/removed-tls3des", "go1.27/removed-tls10server", "go1.27/removed-tlsunsafeekm", "go1.27/removed-x509keypairleaf"),
			says("It treats x509sha1 and tlskyber in the same way, which Go 1.24 removed.",
				"go1.27/removed-x509sha1", "go1.27/removed-tlskyber"),
			says("What was removed before that is a name that Go does not know: tls13, x509ignoreCN, tls10default.",
				"go1.14/tls13-setting-gone", "go1.17/x509ignorecn-gone", "go1.19/tls10default-gone"),
		),
		table(cells("place of a removed setting", "up to Go 1.26, any value", "Go 1.27, old value", "Go 1.27, final value"),
			row(cells("the environment at the start", "ignored", "the process dies before main", "ignored"),
				"go1.27/removed-x509sha1", "go1.27/removed-tlsrsakex", "TestOnlyTheOldValueOfARemovedSettingKills"),
			row(cells("`os.Setenv`, `t.Setenv`", "ignored", "ignored", "ignored"),
				"go1.18/sha1-leaf", "go1.27/removed-setting-by-setenv", "TestOnlyTheOldValueOfARemovedSettingKills"),
			row(cells("`//go:debug` lines", "do not build", "do not build", "build"),
				"TestUntilGo126ARemovedSettingDoesNotBuildWithAnyValue", "go1.27/removed-tlsrsakex", "TestTheFinalValueOfARemovedSettingBuilds"),
			row(cells("`godebug` lines of go.mod", "do not load", "do not load", "load"),
				"TestUntilGo126ARemovedSettingDoesNotBuildWithAnyValue", "go1.27/removed-tlsrsakex", "TestTheFinalValueOfARemovedSettingBuilds"),
			row(cells("the go line, `default`", "do without it, and say nothing", "do without it, and say nothing", "–"),
				"TestAnOldGoLineLosesARemovedSettingWithoutAWord", "go-line/go-line-rsa-key-exchange"),
		),
		paragraph(
			says("In the environment one old value is enough, even if the final one follows.",
				"go1.27/removed-setting-duplicate"),
			says("It may be meant for another program: one of Go 1.26 obeys it, and the one of Go 1.27 that it starts dies.",
				"TestAChildOfGo127DiesOfTheOldValueThatItsParentSurvived"),
			says("The go command of Go 1.27 dies of it too, with every command.",
				"TestTheGoCommandOfGo127DiesOfAnOldValueInItsEnvironment"),
			says("An older one dies as soon as it hands over to Go 1.27, because go.mod asks for that.",
				"TestAnOlderGoCommandDiesOfItAsSoonAsItHandsOver"),
		),
		paragraph(
			says("With an old value in go.mod no command of Go 1.27 works that loads the module.",
				"TestAnOldValueInGoModStopsEveryCommandThatLoadsTheModule"),
			says("This takes the line out.",
				"TestGoModEditTakesTheLineOut"),
		).with("go mod edit -dropgodebug=tlsrsakex"),
		paragraph(
			says("In go.work it is the same, while what the modules of a workspace have is not looked at.",
				"TestAnOldValueInGoWorkStopsTheGoCommandAndOneInItsModulesDoesNot"),
			says("Nor is what go.mod of a dependency has, but a `//go:debug` line with an old value in one does not build.",
				"TestTheGodebugLinesOfADependencyAreNotLookedAt", "TestADebugLineThatIsRefusedIsRefusedInDependenciesToo"),
			says("The error texts have pages: [at start](errors/removed-godebug-at-start.md), [in the build](errors/removed-godebug.md).",
				"TestThePagesOfErrorTextsAreInStep"),
		),
	}}
}
