// Package agreement compares what this project reads in connections with what tshark reads in
// the capture of them, field by field: who said what in which order, in the clear and decrypted.
// It is for tests, of this module and of module docker.
//
//	var file bytes.Buffer
//	capture, err := harness.NewCapture(&file)
//	s := harness.Start(t, profile, harness.WithCapture(capture), ...)
//	... // connections, and s.Close, after which the capture has them
//	agreement.Require(t, file.Bytes(), agreement.Connection{s.Addr, transcript}, ...)
//
// Two things are compared. The [harness.Transcript] is what package dissect decrypts and
// harness puts into words: transcript_table.go and extension_table.go say which field of tshark
// each of its fields is to be, transcript.go walks them. What the transcript does not say, such as
// the lengths of extensions, is compared below it: package wire decodes the bytes
// of each message as tshark has decrypted them, and wire_table.go says which field of
// tshark is to be what it reads.
//
// Numbers become names by the tables of package wire on both sides, so that a wrong name is not
// noticed here: names have tests of their own, against the registries.
package agreement
