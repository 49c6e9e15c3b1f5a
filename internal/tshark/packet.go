package tshark

import (
	"fmt"
	"strings"
)

// A dissection is the streams of the packets that were read so far.
type dissection struct {
	streams []Stream
	index   map[string]int // of tshark's number of a stream
}

// streams puts the packets of tshark's JSON to their streams.
func streams(packets value) ([]Stream, error) {
	d := dissection{index: map[string]int{}}
	for i, p := range packets.list {
		layers := p.get("_source").get("layers")
		if err := d.packet(layers); err != nil {
			return nil, fmt.Errorf("packet %d: %w", i+1, err)
		}
	}
	return d.streams, nil
}

// packet adds what is in a packet. What has no TCP is passed over.
func (d *dissection) packet(layers value) error {
	tcp := layers.get("tcp")
	stream := tcp.get("tcp.stream").text
	if stream == "" {
		return nil
	}
	from := endpoint(layers, "src", tcp.get("tcp.srcport").text)
	at, known := d.index[stream]
	if !known {
		at = len(d.streams)
		d.index[stream] = at
		d.streams = append(d.streams, Stream{Client: from, Server: endpoint(layers, "dst", tcp.get("tcp.dstport").text)})
	}
	frame, err := number(layers.get("frame").get("frame.number").text)
	if err != nil {
		return err
	}
	r := reader{Stream: &d.streams[at], frame: frame}
	r.fromServer = from != r.Client
	return r.layers(layers.members)
}

// A reader reads one packet.
type reader struct {
	*Stream
	frame      int
	fromServer bool
}

// layers reads what is above TCP. A layer is there as its bytes, and then as its fields.
func (r *reader) layers(all []member) error {
	above := false
	for _, layer := range all {
		switch {
		case layer.name == "tcp":
			above = true
		case !above || layer.isList || strings.HasPrefix(layer.name, "tcp."):
		case layer.name == "tls":
			if err := r.records(layer.members); err != nil {
				return err
			}
		default:
			r.add(Message{Layer: layer.name, Fields: fields(layer.members)})
		}
	}
	return nil
}

func (r *reader) add(m Message) {
	m.FromServer, m.Frame = r.fromServer, r.frame
	r.Messages = append(r.Messages, m)
}
