package tshark

// layerOf has the names of the messages of TLS in tshark's tree.
var layerOf = map[string]string{
	"tls.handshake":          "handshake",
	"tls.alert_message":      "alert",
	"tls.change_cipher_spec": "change_cipher_spec",
	"tls.heartbeat_message":  "heartbeat",
	"tls.app_data":           "application_data",
}

// records reads a layer of TLS.
func (r *reader) records(all []member) error {
	for _, m := range all {
		if m.name != "tls.record" || m.isList {
			continue
		}
		if err := r.record(m.value); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) record(v value) error {
	header := Record{FromServer: r.fromServer}
	outer := v.get("tls.record.opaque_type").text
	if outer == "" {
		outer = v.get("tls.record.content_type").text
	}
	for _, f := range []struct {
		to   *int
		text string
	}{
		{&header.Type, outer},
		{&header.Version, v.get("tls.record.version").text},
		{&header.Length, v.get("tls.record.length").text},
	} {
		var err error
		if *f.to, err = number(f.text); err != nil {
			return err
		}
	}
	r.Records = append(r.Records, header)

	var raw member
	for _, m := range v.members {
		switch {
		case m.isList:
			raw = m
		case m.name == "tls.handshake.fragments":
			r.join(len(m.value.all("tls.handshake.fragment")))
		case layerOf[m.name] != "":
			if err := r.message(m, raw, header.Length); err != nil {
				return err
			}
		}
	}
	return nil
}

// message adds a message of a record of this length. The bytes of it came before.
func (r *reader) message(m, raw member, length int) (err error) {
	message := Message{Layer: layerOf[m.name], Length: length, Fields: fields(m.members)}
	switch message.Layer {
	case "handshake":
		message.Opaque = len(m.members) == 0
		message.Type, err = number(m.get("tls.handshake.type").text)
		if err == nil && !message.Opaque {
			message.Length, err = number(m.get("tls.handshake.length").text)
			message.Bytes = bytesFor(m, raw)
		}
	case "alert":
		message.Opaque = len(m.members) == 0
		message.Type, err = number(m.get("tls.alert_message.desc").text)
	}
	r.add(message)
	return err
}

// join takes back the parts of a handshake message, which came as messages that could not
// be looked into: the whole message follows.
func (r *reader) join(parts int) {
	for i := len(r.Messages) - 1; i >= 0 && parts > 0; i-- {
		if m := r.Messages[i]; m.FromServer == r.fromServer && m.Layer == "handshake" && m.Opaque {
			r.Messages = append(r.Messages[:i], r.Messages[i+1:]...)
			parts--
		}
	}
}
