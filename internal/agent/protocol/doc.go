// Package protocol is the conversation between a test and an agent process: JSON objects,
// one per line, requests on the agent's standard input, replies on its standard output.
//
//	agent:  {"Go":"go1.27.4","PID":4711}                                     Hello, once
//	test:   {"ID":1,"Op":"dial","Dial":{"Addr":"127.0.0.1:40443",...}}       Request
//	agent:  {"ID":1,"Kind":"result","Result":{"Stage":"done",...}}           Reply
//	test:   {"ID":2,"Op":"listen","Listen":{...}}
//	agent:  {"ID":2,"Kind":"listening","Addr":"127.0.0.1:41999"}
//	agent:  {"ID":2,"Kind":"connection","Result":{...}}                      per finished connection
//	test:   {"ID":3,"Op":"close","Close":2}
//	agent:  {"ID":3,"Kind":"closed"}                                         the last word about 2
//
// Requests run side by side; replies come in the order in which they are ready and are told
// apart by their ID. A request that the agent cannot read or carry out is answered with Kind
// "error"; it never ends the agent. The end of its standard input does.
//
// The package is compiled by Go 1.12 as well as by the newest release, and by both ends, so
// it uses nothing that is younger than Go 1.12.
package protocol
