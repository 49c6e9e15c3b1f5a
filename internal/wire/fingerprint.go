package wire

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// JA3 returns the JA3 string of a hello: version, suites, extensions, groups and point
// formats in decimal, without GREASE (https://github.com/salesforce/ja3).
func (h *ClientHello) JA3() string {
	var extensions []uint16
	for _, e := range h.Extensions {
		extensions = append(extensions, e.ID)
	}
	formats := make([]string, len(h.PointFormats))
	for i, f := range h.PointFormats {
		formats[i] = strconv.Itoa(int(f))
	}
	return strings.Join([]string{
		strconv.Itoa(int(h.Version)), decimals(h.CipherSuites), decimals(extensions), decimals(h.Groups), strings.Join(formats, "-"),
	}, ",")
}

// JA3Hash returns the MD5 of [ClientHello.JA3] in hex, by which hellos are looked up.
func (h *ClientHello) JA3Hash() string {
	sum := md5.Sum([]byte(h.JA3()))
	return hex.EncodeToString(sum[:])
}

func decimals(ids []uint16) string {
	var texts []string
	for _, id := range withoutGREASE(ids) {
		texts = append(texts, strconv.Itoa(int(id)))
	}
	return strings.Join(texts, "-")
}

func withoutGREASE(ids []uint16) []uint16 {
	return slices.DeleteFunc(slices.Clone(ids), IsGREASE)
}

// JA4 returns the JA4 fingerprint of a hello that came over TCP: what it is, and hashes of
// its suites and its extensions, both sorted
// (https://github.com/FoxIO-LLC/ja4, technical_details/JA4.md).
func (h *ClientHello) JA4() string {
	suites, extensions := h.ja4Lists()
	return h.ja4Summary() + "_" + ja4Hash(suites) + "_" + ja4Hash(extensions)
}

// JA4Raw is [ClientHello.JA4] with the lists themselves instead of hashes, JA4_r.
func (h *ClientHello) JA4Raw() string {
	suites, extensions := h.ja4Lists()
	return h.ja4Summary() + "_" + suites + "_" + extensions
}

// ja4Summary is the first part: protocol, version, whether there is a server name, the
// numbers of suites and extensions, and the first protocol of ALPN.
func (h *ClientHello) ja4Summary() string {
	sni := "i"
	if _, ok := h.Extension(ExtServerName); ok {
		sni = "d"
	}
	extensions := 0
	for _, e := range h.Extensions {
		if !IsGREASE(e.ID) {
			extensions++
		}
	}
	const most = 99
	return fmt.Sprintf("t%s%s%02d%02d%s", ja4Version(h), sni,
		min(len(withoutGREASE(h.CipherSuites)), most), min(extensions, most), ja4Protocol(h.ALPN))
}

func ja4Version(h *ClientHello) string {
	highest := h.Version
	if versions := withoutGREASE(h.SupportedVersions); len(versions) > 0 {
		highest = slices.Max(versions)
	}
	switch highest {
	case VersionTLS13:
		return "13"
	case VersionTLS12:
		return "12"
	case VersionTLS11:
		return "11"
	case VersionTLS10:
		return "10"
	case VersionSSL30:
		return "s3"
	case VersionSSL20:
		return "s2"
	}
	return "00"
}

// ja4Protocol is the first and the last character of the first protocol, or of its hex if
// they are no letters or digits of ASCII.
func ja4Protocol(protocols []string) string {
	if len(protocols) == 0 || protocols[0] == "" {
		return "00"
	}
	first := protocols[0]
	if !isAlphanumeric(first[0]) || !isAlphanumeric(first[len(first)-1]) {
		first = hex.EncodeToString([]byte(first))
	}
	return string(first[0]) + string(first[len(first)-1])
}

func isAlphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// ja4Lists are the sorted suites, and the sorted extensions without server_name and ALPN
// with the signature schemes in the client's order behind them.
func (h *ClientHello) ja4Lists() (suites, extensions string) {
	var ids []uint16
	for _, e := range h.Extensions {
		if e.ID != ExtServerName && e.ID != ExtALPN {
			ids = append(ids, e.ID)
		}
	}
	extensions = sortedHex(ids)
	if schemes := withoutGREASE(h.SignatureAlgorithms); len(schemes) > 0 {
		extensions += "_" + hexList(schemes)
	}
	return sortedHex(h.CipherSuites), extensions
}

func sortedHex(ids []uint16) string {
	sorted := withoutGREASE(ids)
	slices.Sort(sorted)
	return hexList(sorted)
}

func hexList(ids []uint16) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = fmt.Sprintf("%04x", id)
	}
	return strings.Join(texts, ",")
}

// ja4Hash is the beginning of the SHA-256 of a list, zeros for an empty one.
func ja4Hash(list string) string {
	const length = 12
	if list == "" {
		return strings.Repeat("0", length)
	}
	sum := sha256.Sum256([]byte(list))
	return hex.EncodeToString(sum[:])[:length]
}
