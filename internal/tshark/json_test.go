package tshark

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOrderAndRepeatedNamesAreKept(t *testing.T) {
	t.Parallel()
	v, err := parse(strings.NewReader(`{"b": "1", "a": {"x": 2}, "b": ["3", null, true], "b": "4"}`))
	require.NoError(t, err)
	require.Equal(t, []member{
		{"b", value{text: "1"}},
		{"a", value{members: []member{{"x", value{text: "2"}}}}},
		{"b", value{isList: true, list: []value{{text: "3"}, {}, {text: "true"}}}},
		{"b", value{text: "4"}},
	}, v.members)
	require.Len(t, v.all("b"), 2, "a list is the bytes of a field")
	require.Equal(t, "2", v.get("a").get("x").text)
}

func TestWhatIsNoJSONIsToldWithItsPlace(t *testing.T) {
	t.Parallel()
	for _, text := range []string{``, `{"a": [1, 2`, `{"a" 1}`, `[1 2]`, `{1: 2}`, `]`} {
		_, err := parse(strings.NewReader(text))
		require.ErrorContains(t, err, "JSON expected, at byte", text)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`{"b": "1", "a": {"x": 2}, "b": ["3", null, true]}`)
	f.Add(`[{"_source": {"layers": {"frame": {"frame.number": "1"}, "tcp": {"tcp.stream": "0"}, "tls": {"tls.record": {"tls.handshake": ""}}}}}]`)
	f.Fuzz(func(t *testing.T, text string) {
		v, err := parse(strings.NewReader(text))
		if err != nil && json.Valid([]byte(text)) {
			t.Fatalf("valid JSON is refused: %v", err)
		}
		_, _ = streams(v)
	})
}
