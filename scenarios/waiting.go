package scenarios

// engine comes before what the server, which crypto/tls cannot play, must do. It
// is what scenarios wait for, for harness.Scenario.Waiting.
const engine = "the legacy engine: "
