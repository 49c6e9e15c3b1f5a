package wire

// handshakeTable has the IANA registry "TLS HandshakeType", with the names of
// the messages as the RFCs write them.
var handshakeTable = [...]struct {
	code HandshakeType
	name string
}{
	{TypeHelloRequest, "HelloRequest"},
	{TypeClientHello, "ClientHello"},
	{TypeServerHello, "ServerHello"},
	{3, "HelloVerifyRequest"},
	{TypeNewSessionTicket, "NewSessionTicket"},
	{TypeEndOfEarlyData, "EndOfEarlyData"},
	{TypeHelloRetryRequest, "HelloRetryRequest"},
	{TypeEncryptedExtensions, "EncryptedExtensions"},
	{TypeCertificate, "Certificate"},
	{TypeServerKeyExchange, "ServerKeyExchange"},
	{TypeCertificateRequest, "CertificateRequest"},
	{TypeServerHelloDone, "ServerHelloDone"},
	{TypeCertificateVerify, "CertificateVerify"},
	{TypeClientKeyExchange, "ClientKeyExchange"},
	{TypeFinished, "Finished"},
	{TypeCertificateURL, "CertificateURL"},
	{TypeCertificateStatus, "CertificateStatus"},
	{TypeSupplementalData, "SupplementalData"},
	{TypeKeyUpdate, "KeyUpdate"},
	{TypeCompressedCertificate, "CompressedCertificate"},
	{TypeNextProtocol, "NextProtocol"}, // NPN, never an RFC; OpenSSL 1.0 servers have it
	{254, "message_hash"},
}

// contentTable has the IANA registry "TLS ContentType", as far as TLS over TCP
// goes.
var contentTable = [...]struct {
	code ContentType
	name string
}{
	{ChangeCipherSpec, "change_cipher_spec"},
	{AlertRecord, "alert"},
	{Handshake, "handshake"},
	{ApplicationData, "application_data"},
	{Heartbeat, "heartbeat"},
}
