package api

import "context"

// jobSeconds is after how long to ask again.
const jobSeconds = 1

// GetJob tells how far a dispatch's fan-out is: GET /jobs/{job}.
func (a *API) GetJob(ctx context.Context, r GetJobRequestObject) (GetJobResponseObject, error) {
	fanOut, err := a.Dispatch.FanOutOf(ctx, callerOf(ctx).Actor, r.Job)
	if err != nil {
		return nil, err
	}
	about := Prefix + "/documents/" + fanOut.DocumentID.String()
	job := GetJob200JSONResponse{Body: Job{Id: fanOut.ID, Kind: JobDispatch, State: JobDone, Done: fanOut.Arrived, Total: fanOut.Recipients, BeganAt: fanOut.SentAt, About: &about}}
	if fanOut.Arrived < fanOut.Recipients {
		after := jobSeconds
		job.Body.State, job.Headers.RetryAfter = JobRunning, &after
	}
	return job, nil
}
