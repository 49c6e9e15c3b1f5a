package legacy

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
)

// distinguishedNames are names with a common name alone, as DER (RFC 5280, section
// 4.1.2.4).
func distinguishedNames(commonNames []string) ([][]byte, error) {
	names := make([][]byte, 0, len(commonNames))
	for _, cn := range commonNames {
		der, err := asn1.Marshal(pkix.Name{CommonName: cn}.ToRDNSequence())
		if err != nil {
			return nil, fmt.Errorf("name %q of a client authority: %w", cn, err)
		}
		names = append(names, der)
	}
	return names, nil
}
