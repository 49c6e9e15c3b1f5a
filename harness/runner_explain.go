package harness

import "context"

// Explain says why the connection of a client to t ended as o says, and tries
// with the same build which changes of the client would make it work.
func (r *Runner) Explain(ctx context.Context, o Outcome, c Client, t Target) Explanation {
	x := explainer{
		outcome: o,
		client:  o.Build.String(),
		try: func(ch change) Outcome {
			tried, err := r.Connect(ctx, o.Build, c.changedBy(ch), t)
			if err != nil {
				return Outcome{Stage: StageConnect, Error: err.Error()}
			}
			return tried
		},
	}
	if t.Server != nil {
		x.profile = &t.Server.Profile
	}
	return x.explain()
}
