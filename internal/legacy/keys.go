package legacy

import "fmt"

// keys cuts the key block of a connection into its parts (RFC 5246, section
// 6.3). CBC in TLS 1.1 and 1.2 has no use for an IV from here (RFC 4346, section
// 6.3); as it comes last, deriving one changes nothing else.
func (s suite) keys(sch schedule, master, clientRandom, serverRandom []byte) *Derivation {
	macLength := s.macLength()
	length := 2 * (macLength + s.bulk.keyLength + s.bulk.ivLength)
	block := sch.keyBlock(master, clientRandom, serverRandom, length)
	next := func(n int) []byte {
		part := block[:n:n]
		block = block[n:]
		return part
	}
	d := &Derivation{KeyBlock: block, suite: s, schedule: sch, master: master}
	d.ClientMAC, d.ServerMAC = next(macLength), next(macLength)
	d.ClientKey, d.ServerKey = next(s.bulk.keyLength), next(s.bulk.keyLength)
	d.ClientIV, d.ServerIV = next(s.bulk.ivLength), next(s.bulk.ivLength)
	return d
}

func (s suite) macLength() int {
	if s.macHash == 0 {
		return 0
	}
	return s.macHash.Size()
}

// protection returns what protects the records of one direction with these
// secrets.
func (s suite) protection(version uint16, macKey, key, iv []byte) (protection, error) {
	p, err := s.newProtection(version, macKey, key, iv)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	return p, nil
}

func (s suite) newProtection(version uint16, macKey, key, iv []byte) (protection, error) {
	switch {
	case s.bulk.aead != nil:
		aead, err := s.bulk.aead(key)
		if err != nil {
			return nil, err
		}
		return newAEADProtection(aead, iv), nil
	case s.bulk.block != nil:
		block, err := s.bulk.block(key)
		if err != nil {
			return nil, err
		}
		return newCBCProtection(version, block, iv, newRecordMAC(version, s.macHash, macKey)), nil
	case s.bulk.stream != nil:
		stream, err := s.bulk.stream(key)
		if err != nil {
			return nil, err
		}
		return &streamProtection{cipher: stream, mac: newRecordMAC(version, s.macHash, macKey)}, nil
	}
	return &streamProtection{mac: newRecordMAC(version, s.macHash, macKey)}, nil
}
