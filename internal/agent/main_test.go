package agent

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// roleVariable makes the test program play a part instead of running tests.
const roleVariable = "LEGACYTLS_AGENT_TEST_ROLE"

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		play(role)
		return
	}
	os.Exit(m.Run())
}

// play is a child process of a test that is not an agent, or that has one.
func play(role string) {
	switch role {
	case "silent": // says nothing and stays until its input ends
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
	case "stranger": // says something, but not what an agent says
		fmt.Println("hello, world")
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
	case "parent": // starts an agent that listens, and stays
		if err := playParent(os.Args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func playParent(agentPath string) error {
	p, err := Start(context.Background(), agentPath, nil)
	if err != nil {
		return err
	}
	l, err := p.Listen(context.Background(), protocol.Listen{TimeoutMS: 600000}, nil)
	if err != nil {
		return err
	}
	fmt.Println(l.Addr)
	select {}
}
