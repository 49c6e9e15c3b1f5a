package agreement

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"github.com/legacytls/legacytls/internal/tshark"
)

// The conversions of what tshark prints to what a transcript has.

// number is that of a field, -1 for what is none.
func number(f tshark.Field) int {
	n, err := strconv.ParseInt(f.Value, 0, 64)
	if err != nil {
		return -1
	}
	return int(n)
}

// verbatim leaves texts as they are.
func verbatim(fields []tshark.Field) []string {
	return each(fields, func(f tshark.Field) string { return f.Value })
}

// hexes are bytes, nothing for none.
func hexes(fields []tshark.Field) []string {
	if len(fields) == 1 && len(fields[0].Bytes) == 0 {
		return nil
	}
	return each(fields, func(f tshark.Field) string { return hex.EncodeToString(f.Bytes) })
}

// lengths are numbers of bytes.
func lengths(fields []tshark.Field) []string {
	return each(fields, func(f tshark.Field) string { return bytesOf(number(f)) })
}

func bytesOf(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}

// bits is the size of a number of so many bytes, of which the first bit is set.
func bits(fields []tshark.Field) []string {
	return each(fields, func(f tshark.Field) string { return fmt.Sprintf("%d bits", 8*number(f)) })
}

func seconds(fields []tshark.Field) []string {
	return each(fields, func(f tshark.Field) string { return (time.Duration(number(f)) * time.Second).String() })
}

// ids are two-byte values that have names.
func ids(nameOf func(uint16) string) func([]tshark.Field) []string {
	return func(fields []tshark.Field) []string {
		return each(fields, func(f tshark.Field) string { return nameOf(uint16(number(f))) })
	}
}

// words are numbers that have names here.
func words(names map[int]string) func([]tshark.Field) []string {
	return func(fields []tshark.Field) []string {
		return each(fields, func(f tshark.Field) string {
			if name, known := names[number(f)]; known {
				return name
			}
			return "unexpected here: " + f.Value
		})
	}
}

func each(fields []tshark.Field, text func(tshark.Field) string) []string {
	var all []string
	for _, f := range fields {
		all = append(all, text(f))
	}
	return all
}
