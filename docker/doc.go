// Package docker plays profiles with the s_server of old and new OpenSSL releases in
// containers, for what neither Go nor the openssl of this machine has any more: OpenSSL 1.1.1
// as Debian 11 built it, the same with SSL 3.0, 3DES and RC4 compiled in, OpenSSL 3.0 and 3.5.
//
//	func TestOldPartner(t *testing.T) {
//		srv := harness.Start(t, fixtures.AES256SHA256Only(), harness.WithBackend(docker.OpenSSL("1.1.1")))
//
//		client := partner.NewClient(srv.URL, partner.WithRoots(srv.Roots))
//		err := client.Ping(context.Background())
//
//		harness.RequireConnects(t, srv, err)
//	}
//
// It is a module of its own, because it needs ory/dockertest and go 1.22. A test without an
// engine or without the image is skipped with the reason, or fails if LEGACYTLS_REQUIRE names
// docker.
//
// # Images
//
// The Dockerfiles are in this package, one for each of [Generations]. [Build] makes an image
// of one, once; in a clone of legacytls, make docker-images makes them all. An image is called
// legacytls-openssl:GENERATION-HASH, and the hash is that of all it is made from: what the
// Dockerfile says, and which images its FROM lines mean on this engine. So a change of either
// asks for another build. Nothing is ever pulled or built without being asked for: the error
// says which image is missing and how to come by it.
//
// # Containers
//
// A container lives as long as its server. Its first process reads the standard input that
// this process holds, and ends at the end of it, so the container is gone soon after this
// process is, however that ended. An hour is the limit for all of them. Those of dead
// processes that remain nevertheless are removed when another process first uses the engine.
//
// A container has no capabilities, no root, no writable file system but a small /tmp, 256 MiB
// and 64 processes, and is on a bridge network of its own, legacytls, that leads nowhere. Its
// port is published on loopback; if DOCKER_HOST names an engine at a TCP address, on that
// address.
//
// # Engines
//
// The engine is the one that DOCKER_HOST names, or else the usual one of this machine. The
// socket of Podman does as well: DOCKER_HOST=unix://$XDG_RUNTIME_DIR/podman/podman.sock.
// Contexts of the docker command are not looked at, and ssh:// is not supported.
package docker
