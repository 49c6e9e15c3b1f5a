// Package devices has nothing but tests: what the devices of a project speak, and
// what Go programs of each release make of them. Nothing of the project is compiled
// for it; the programs that connect are the harness's own.
package devices
